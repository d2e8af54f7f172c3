/* The talk on paper: one chapter a page, its map drawn as it stands on the stage, without names of other towns. */
"use strict";
window.talkPaper = (D, stage) => {
  const { make, placer } = shared;
  const WIDE = 1000, HIGH = 420, FULL = 34;

  function mercator(lat) { return Math.log(Math.tan(Math.PI / 4 + (Math.max(-85, Math.min(85, lat)) * Math.PI) / 360)); }

  function map(c) {
    const { bounds, most } = stage.boundsOf(c), x0 = bounds.getWest(), x1 = bounds.getEast(), y0 = mercator(bounds.getSouth()), y1 = mercator(bounds.getNorth());
    const perDegree = Math.min((WIDE * 0.72) / Math.max(1e-6, x1 - x0), ((HIGH * 0.72) / Math.max(1e-6, y1 - y0)) * (Math.PI / 180), (256 * 2 ** most) / 360);
    const X = (lon) => WIDE / 2 + (lon - (x0 + x1) / 2) * perDegree, Y = (lat) => HIGH / 2 - (mercator(lat) - (y0 + y1) / 2) * perDegree * (180 / Math.PI);
    const path = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat().map((ring) => {
      const points = ring.map(([lon, lat]) => [X(lon), Y(lat)]);
      const seen = points.some(([x]) => x > 0) && points.some(([x]) => x < WIDE) && points.some(([, y]) => y > 0) && points.some(([, y]) => y < HIGH);
      return seen ? `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z` : "";
    }).join("");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    svg.setAttribute("preserveAspectRatio", "xMidYMid slice");
    const add = (tag, values, text) => { const e = document.createElementNS(svg.namespaceURI, tag); for (const k in values) e.setAttribute(k, values[k]); if (text) e.textContent = text; svg.append(e); return e; };
    add("rect", { width: WIDE, height: HIGH, fill: "var(--sea)" });
    for (const [shape] of D.world) add("path", { d: path(shape), fill: "var(--land)", stroke: "var(--border)", "stroke-width": 0.7 });
    for (const [shape] of D.water) add("path", { d: path(shape), fill: "var(--sea)" });
    for (const [shape, from, to] of D.regions) if ((!from || from <= c.day) && (!to || c.day <= to)) add("path", { d: path(shape), fill: "none", stroke: "var(--region)", "stroke-width": 0.7 });
    for (const [shape, strength, , , dashed] of c.tints) add("path", { d: path(D.shapes[shape]), fill: "var(--accent)", "fill-opacity": strength, stroke: "var(--accent)", "stroke-dasharray": dashed ? "4 3" : "none" });
    for (const [lat, lon, share] of c.glows) add("circle", { cx: X(lon), cy: Y(lat), r: FULL * (0.4 + share), fill: "var(--accent)", opacity: 0.2 + share / 2 });
    const radius = stage.reaches(c), marks = c.marks.filter((m) => !m[9] || most > 9).map((m) => ({ m, ...stage.symbol(m, radius, FULL) })).sort((a, b) => b.r - a.r);
    for (const { m, drawing } of marks) add("g", { transform: `translate(${X(m[2])} ${Y(m[1])})` }).innerHTML = drawing;
    const spots = [...marks.map(({ m, r }) => ({ x: X(m[2]), y: Y(m[1]), r, text: [m[0], m[6]].filter(Boolean).join("  ") })),
      ...c.tints.filter((t) => t[6]).map(([shape, , name, value]) => { const at = L.geoJSON(D.shapes[shape]).getBounds().getCenter(); return { x: X(at.lng), y: Y(at.lat), r: 0, text: `${name}  ${value}` }; })];
    const room = placer(L.bounds([0, 0], [WIDE, HIGH]), spots.filter((s) => s.r).map((s) => [s.x - s.r * 0.8, s.y - s.r * 0.8, s.x + s.r * 0.8, s.y + s.r * 0.8]));
    for (const s of spots) {
      const box = room(s, s.r + 4, s.text.length * 7.4, 16);
      if (box) add("text", { x: box[0], y: box[1] + 12.5, "font-size": 13, "font-weight": 650, fill: "var(--ink)", stroke: "var(--land)", "stroke-width": 3, "paint-order": "stroke" }, s.text);
    }
    return svg;
  }

  return (paper) => paper.replaceChildren(...D.chapters.map((c) => {
    const page = make("section");
    page.lang = c.language;
    make("h2", c.title, page);
    if (c.line) make("p", c.line, page, "line");
    const figure = make("p", `${c.figure[0]} `, page, "figure");
    make("b", c.figure[1], figure);
    figure.append(` ${c.figure[2]}`);
    page.append(map(c));
    make("p", c.sentence, page);
    if (c.footnote !== null && D.events[c.footnote][1].length) make("blockquote", `${D.events[c.footnote][1][0][0]} (${D.events[c.footnote][1][0][1]})`, page);
    make("small", [c.rule, c.source].filter(Boolean).join(" · "), page);
    return page;
  }));
};
