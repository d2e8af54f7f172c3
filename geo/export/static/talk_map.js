/* The stage's map: flies to a chapter's place, draws its symbols and tints, and names what there is room for. */
"use strict";
window.talkMap = (D, pick, scale) => {
  const { css, make, placer } = shared;
  const STILL = matchMedia("(prefers-reduced-motion: reduce)"), SECONDS = 1.5, NEAR = 9, HERE = 7, CITY = 12.5;
  /* A view keeps the centre and zoom of a map of about this size, in pixels. */
  const FRAME = L.point(880, 440), EVERYWHERE = L.latLngBounds([[40.5, 46.5], [55.5, 87.4]]);
  const touch = matchMedia("(pointer: coarse)").matches;
  const { map, renderer, bordersOf, repaint } = shared.ground(D, { zoomControl: false, zoomSnap: 0, keyboard: false, boxZoom: false, doubleClickZoom: false,
    dragging: !touch, inertia: false });
  const areas = L.canvas({ pane: "areas", padding: 0.3 }), layer = L.layerGroup().addTo(map);
  let chapter = null, flight = 0, flying = false;

  const boxOf = (id) => document.getElementById(id).getBoundingClientRect();
  /* What is clear for symbols, in pixels from the edges: beside the words, or between them on an upright screen. */
  function free(bottom) {
    const wide = innerWidth, high = innerHeight;
    if (wide <= high) return { topLeft: L.point(40, boxOf("head").bottom + 8), bottomRight: L.point(40, high - boxOf("body").top + 4) };
    return { topLeft: L.point(boxOf("panel").right + wide * 0.012, high * 0.085), bottomRight: L.point(wide * 0.07, bottom) };
  }

  /* What a chapter shows: the frame that its view had, else all its symbols; of an area with places in it, those places. */
  function boundsOf(c) {
    if (c.position) {
      const [lat, lon, zoom] = c.position, at = map.project([lat, lon], zoom), half = FRAME.divideBy(2);
      return { bounds: L.latLngBounds(map.unproject(at.subtract(half), zoom), map.unproject(at.add(half), zoom)), most: 14 };
    }
    const points = [...c.marks.map((m) => L.latLng(m[1], m[2])), ...c.glows.map((g) => L.latLng(g[0], g[1]))];
    const bounds = L.latLngBounds(points);
    for (const t of c.tints) { const box = L.geoJSON(D.shapes[t[0]]).getBounds(); if (!points.some((p) => box.contains(p))) bounds.extend(box); }
    const inOneCity = c.marks.some((m) => m[9]) && bounds.isValid() && bounds.getNorth() - bounds.getSouth() < 0.4 && bounds.getEast() - bounds.getWest() < 0.5;
    return { bounds: bounds.isValid() ? bounds : EVERYWHERE, most: inOneCity ? CITY : HERE };
  }

  /* Where the map is to stand: as near as all fits; a little further where a symbol would lie under the legend. */
  function goal(c) {
    const { bounds, most } = boundsOf(c), legend = boxOf("legend"), half = map.getSize().divideBy(2);
    const fit = ({ topLeft, bottomRight }) => {
      const zoom = Math.max(2.5, Math.min(most, map.getBoundsZoom(bounds, false, topLeft.add(bottomRight))));
      const middle = map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom)).divideBy(2);
      return { centre: map.unproject(middle.add(bottomRight.subtract(topLeft).divideBy(2)), zoom), zoom };
    };
    const wide = fit(free(innerHeight * 0.13)), edge = largest() * 0.8;
    const hidden = legend.width && c.marks.some((m) => {
      const at = map.project([m[1], m[2]], wide.zoom).subtract(map.project(wide.centre, wide.zoom)).add(half);
      return at.x > legend.left - edge && at.y > legend.top - edge && at.y < legend.bottom + edge;
    });
    return hidden ? fit(free(innerHeight - legend.top + edge)) : wide;
  }

  function show(c, instantly) {
    chapter = c;
    const mine = ++flight, { centre, zoom } = goal(c);
    map.stop();
    const far = map.latLngToContainerPoint(centre).distanceTo(map.getSize().divideBy(2)) > 3 || Math.abs(zoom - map.getZoom()) > 0.01;
    flying = far && !instantly && !STILL.matches;
    document.body.classList.toggle("flying", flying);
    if (!flying) { map.setView(centre, zoom, { animate: false }); return draw(); }
    map.once("moveend", () => { if (mine === flight) { flying = false; draw(); document.body.classList.remove("flying"); } });
    return map.flyTo(centre, zoom, { duration: SECONDS });
  }
  /* While it flies, Leaflet only stretches what it has drawn: what comes into sight would be blank. */
  map.on("move", () => { if (flying) renderer._reset(); });

  /* Symbols */
  const largest = () => Math.max(24, Math.min(84, Math.min(innerWidth, innerHeight) * 0.058));
  function reaches(c) {
    const most = Math.max(10, ...c.marks.map((m) => m[5] ?? m[4] ?? 0)), power = 10 ** (String(Math.round(most)).length - 1);
    const top = [1, 2, 5, 10].map((s) => s * power).find((t) => t >= most) ?? most;
    return (n, full) => Math.max(full / 10, full * Math.sqrt(Math.max(0, n) / top));
  }
  /* One place as SVG, of numbers alone: {r, drawing}. Area, not radius, is proportional. */
  function symbol(m, radius, full) {
    const [, , , shape, low, high, , more, conflict, , chosen] = m, mark = full / 6;
    const diamond = `<path d="M0 ${-mark}L${mark} 0L0 ${mark}L${-mark} 0Z" fill="var(--paper)" stroke="var(--accent)" stroke-width="${mark / 3.2}"/>`;
    let r = mark, drawing = diamond;
    if (shape === "square") drawing = `<rect x="${-mark * 0.7}" y="${-mark * 0.7}" width="${mark * 1.4}" height="${mark * 1.4}" fill="var(--paper)" stroke="var(--muted)" stroke-width="${mark / 3.2}"/>`;
    if (shape === "dot") drawing = `<circle r="${mark * 0.6}" fill="var(--paper)" stroke="var(--muted)" stroke-width="${mark / 4}"/>`;
    if (shape === "disc") {
      const inner = radius(low ?? 0, full);
      r = high === null ? inner + Math.max(full / 7, 0.3 * inner) : Math.max(inner, radius(high, full));
      const ring = high === null ? `<circle r="${r}" fill="var(--accent)" fill-opacity=".12" stroke="var(--accent)" stroke-width="1.6" stroke-dasharray="5 4.5"/>`
        : r > inner ? `<circle r="${r}" fill="var(--accent)" fill-opacity=".26" stroke="var(--accent)" stroke-opacity=".7" stroke-width="1.4"/>` : "";
      drawing = `${ring}<circle r="${inner}" fill="var(--accent)" fill-opacity=".94" stroke="var(--paper)" stroke-width="1.2"/>`;
      if (more) drawing += `<g transform="translate(${r * 0.75} ${-r * 0.75}) scale(.7)">${diamond}</g>`;
    }
    if (conflict) drawing += `<circle r="${r + 4}" fill="none" stroke="var(--ink)" stroke-width="2"/>`;
    if (chosen) drawing += `<circle r="${r + 9}" fill="none" stroke="var(--ink)" stroke-width="4"/>`;
    return { r, drawing };
  }

  let drawn = [];
  function draw() {
    const full = largest(), radius = reaches(chapter);
    bordersOf(chapter.day);
    layer.clearLayers();
    drawn = [];
    const act = (l, name, value, events) => l.on("click", (event) => { L.DomEvent.stop(event); pick(name, value, events); }).addTo(layer);
    for (const [shape, strength, name, value, dashed, quiet, named] of chapter.tints) {  // a click on them goes on, as beside them
      const colour = css(quiet ? "--muted" : "--accent");
      const l = L.geoJSON(D.shapes[shape], { renderer: areas, pane: "areas", interactive: false, style: { color: colour, weight: 1.4, opacity: 0.75, fillColor: colour, fillOpacity: strength, dashArray: dashed ? "6 5" : null } }).addTo(layer);
      const box = l.getBounds(), size = map.latLngToLayerPoint(box.getSouthEast()).subtract(map.latLngToLayerPoint(box.getNorthWest()));
      const small = Math.max(size.x, size.y) < 40;  // a city of its own among regions: too small to see its tint
      if (small) L.circleMarker(box.getCenter(), { renderer: areas, pane: "areas", interactive: false, radius: 13, color: colour, weight: 1.4, fillColor: colour, fillOpacity: strength }).addTo(layer);
      if (named) drawn.push({ at: box.getCenter(), r: small ? 14 : Math.max(size.x, size.y) < 160 ? size.x / 2 : 0, name, value, tint: true, area: Math.max(size.x, size.y) >= 160 });
    }
    for (const [lat, lon, share] of chapter.glows) {
      const size = full * (1 + 2 * share), icon = L.divIcon({ html: "", className: "heat", iconSize: [size, size] });
      L.marker([lat, lon], { icon, pane: "symbols", keyboard: false, interactive: false, opacity: 0.25 + 0.75 * share }).addTo(layer);
    }
    const marks = chapter.marks.map((m) => ({ m, ...symbol(m, radius, full) })).sort((a, b) => b.r - a.r);
    marks.forEach(({ m, r, drawing }, i) => {
      const half = Math.ceil(r + 12), icon = L.divIcon({ className: `mark${m[9] ? " within" : ""}`, iconSize: [2 * half, 2 * half],
        html: `<svg width="${2 * half}" height="${2 * half}" viewBox="${-half} ${-half} ${2 * half} ${2 * half}" aria-hidden="true">${drawing}</svg>` });
      act(L.marker([m[1], m[2]], { icon, pane: "symbols", keyboard: false, zIndexOffset: i * 10 }), m[0], m[6], m[11]);
      drawn.push({ at: L.latLng(m[1], m[2]), r: r + (m[8] || m[10] ? 9 : 0), name: m[0], value: m[6], within: m[9], weight: m[4] ?? -1 });
    });
    names();
  }

  /* Names: the chapter's places with their numbers first, the largest first; then towns where there is room. */
  const pen = document.createElement("canvas").getContext("2d"), family = getComputedStyle(document.body).fontFamily;
  function names() {
    if (!chapter || flying) return;
    const zoom = map.getZoom(), near = zoom >= NEAR, short = Math.min(innerWidth, innerHeight), size = Math.max(12.5, short * 0.0195 * scale()), small = Math.max(11, short * 0.0135 * scale());
    const corner = map.containerPointToLayerPoint([0, 0]), frame = L.bounds(corner, corner.add(map.getSize()));
    map.getContainer().classList.toggle("far", !near);
    const taken = [];
    for (const id of ["head", "body", "legend", "dots", "tools"]) {
      const b = boxOf(id);
      if (b.width) taken.push([corner.x + b.left, corner.y + b.top, corner.x + b.right, corner.y + b.bottom]);
    }
    if (innerWidth > innerHeight) taken.push([corner.x, corner.y, corner.x + boxOf("body").right, frame.max.y]);
    const seen = drawn.filter((s) => !s.within || near).map((s) => ({ ...s, point: map.latLngToLayerPoint(s.at) }));
    for (const s of seen) if (s.r) { const r = s.r * 0.82; taken.push([s.point.x - r, s.point.y - r, s.point.x + r, s.point.y + r]); }
    const room = placer(frame, taken), fragment = document.createDocumentFragment();
    const wide = (text, font) => { pen.font = font; return pen.measureText(text).width + 8; };
    function write(point, gap, lines, style, pixels, weight, centred) {
      const spaced = style === "country" ? 1.28 : 1.02, w = Math.max(...lines.map((line) => wide(line, `${weight} ${pixels}px ${family}`))) * spaced;
      const box = room(point, gap, w, pixels * 1.25 * lines.length, centred);
      if (!box) return null;
      const label = make("div", null, fragment, `name ${style}`);
      label.style.cssText = `left:${Math.round(box[0] + 3)}px;top:${Math.round(box[1])}px;font-size:${pixels}px`;
      return label;
    }
    const own = new Set(seen.map((s) => s.name));
    for (const s of seen.sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0)).slice(0, 80)) {
      const gap = s.r + 4;
      const line = write(s.point, gap, [s.value ? `${s.name} ${s.value}` : s.name], "own", size, 700, s.area);
      if (line) { line.append(s.name); if (s.value) make("b", s.value, line); continue; }
      const two = s.value && write(s.point, gap, [s.name, s.value], "own stacked", size, 700, s.area);
      if (two) { two.append(s.name); make("b", s.value, two); continue; }
      const alone = !s.tint && write(s.point, gap, [s.name], "own", size, 650, s.area);
      if (alone) alone.append(s.name);
    }
    for (const [text, lat, lon, rank] of D.names[chapter.names]) {
      if (own.has(text) || (rank === 0 ? zoom < 3 || zoom > 6.8 : zoom < [0, 4.6, 6.2, 7.4, 9][rank])) continue;
      const point = map.latLngToLayerPoint([lat, lon]);
      const label = frame.contains(point) && write(point, rank ? 3 : 0, [text], rank ? "town" : "country", small, 400, !rank);
      if (label) label.append(text);
    }
    map.getPane("names").replaceChildren(fragment);
  }
  map.on("moveend", names);
  map.on("zoomstart", () => { if (!flying) map.getPane("names").replaceChildren(); });

  return {
    map, show, names, symbol, reaches, boundsOf,
    repaint: () => { repaint(); if (chapter && !flying) draw(); },
    refit: () => chapter && show(chapter, true),
  };
};
