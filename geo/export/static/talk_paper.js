/* The talk on paper: one chapter a page, its map drawn as it stands on the stage, without names of other towns. */
"use strict";
window.talkPaper = (D, stage) => {
  const { make } = shared;
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
    const radius = stage.reaches(c), marks = c.marks.filter((m) => !m[9]).map((m) => ({ m, ...stage.symbol(m, radius, FULL) })).sort((a, b) => b.r - a.r);
    for (const { m, drawing } of marks) add("g", { transform: `translate(${X(m[2])} ${Y(m[1])})` }).innerHTML = drawing;
    for (const { m, r } of marks.slice(0, 14)) add("text", { x: X(m[2]) + r + 4, y: Y(m[1]) + 4, "font-size": 13, "font-weight": 650, fill: "var(--ink)", stroke: "var(--land)", "stroke-width": 3, "paint-order": "stroke" }, m[6] ? `${m[0]}  ${m[6]}` : m[0]);
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
