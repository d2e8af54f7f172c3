/* The page: one state (dates, words searched for, what is chosen), and everything drawn from it. */
"use strict";
(async () => {
  const { $, css, make, placer, sign } = shared;
  const D = await shared.unpack();
  if (!D) return;
  const W = D.words, DAY = 86400000, AREAS = [1, 2], LARGEST = 34, SMALLEST = 3.5;
  const events = D.events.map(([first, last, node, kind, low, high, best, unknown, conflict, claims, title], id) =>
    ({ id, first, last, node, kind, low, high, best, unknown, conflict, claims, title, counted: kind < 2 }));
  const parents = D.nodes.map((n) => n[4]);
  const begin = Math.min(...events.map((e) => e.first), Infinity), end = Math.max(...events.map((e) => e.last), -Infinity);
  const state = { from: begin, to: end, search: "", place: null, event: null, rows: 200, sort: 0, down: false };

  /* Words */
  const plural = new Intl.PluralRules(D.language);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const number = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, W.format.thousands);
  const count = (name, n, values = {}) => {
    const forms = W.plural[name];
    return fill(forms[plural.select(n)] ?? forms.other ?? forms.many, { n: number(n), ...values });
  };
  const interval = (low, high) => low === null ? W.format.unknown : high === null ? fill(W.format.at_least, { low: number(low) })
    : low === high ? number(low) : fill(W.format.range, { low: number(low), high: number(high) });
  const parts = (day) => { const d = new Date(day * DAY); return [d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()]; };
  const day = (n) => { const [y, m, d] = parts(n); return fill(W.format.day, { d, month: W.months.dated[m], y }); };
  function span(a, b) {
    if (a === b) return day(a);
    const [y1, i1, d1] = parts(a), [y2, i2, d2] = parts(b);
    if (y1 !== y2) return fill(W.format.span_years, { first: day(a), last: day(b) });
    const values = { d1, d2, m1: W.months.dated[i1], m2: W.months.dated[i2], y: y1 };
    return fill(i1 === i2 ? W.format.span_days : W.format.span_months, values);
  }
  const said = (e) => !e.counted ? W.kind[D.kinds[e.kind]] : e.unknown ? W.format.unknown : interval(e.low, e.high);
  const value = (t) => isUnknown(t) ? W.format.unknown : t.low === null ? "" : interval(t.low, t.high);
  const isUnknown = (t) => t.unknown && !(t.low && t.low > 2);
  const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
  function detentions(t) {
    if (t.low === null && !t.unknown) return W.sentence.silent;
    if (t.low === null || (t.low === 0 && t.unknown)) return W.sentence.no_number;
    if (t.low === 0 && t.high === 0) return W.sentence.none;
    if (t.high === null) return count("detentions_at_least", t.low);
    return t.low === t.high ? count("detentions", t.low) : count("detentions_range", t.high, { low: number(t.low) });
  }

  /* What is chosen */
  const inDates = () => events.filter((e) => e.first >= state.from && e.last <= state.to);
  const path = (node) => { const out = []; for (let n = node; n !== -1; n = parents[n]) out.push(n); return out; };
  function placesOf(chosen) {
    const told = chosen.some((e) => e.counted) ? chosen.filter((e) => e.counted) : chosen;
    const holders = new Set(told.flatMap((e) => path(e.node).slice(1)));
    const keys = new Set(told.map((e) => (D.nodes[e.node][1] === 4 && path(e.node).length > 2 ? parents[e.node] : e.node)));
    return [...keys].filter((k) => !AREAS.includes(D.nodes[k][1]) || !holders.has(k)).length;
  }

  /* The map */
  const { map, bordersOf } = shared.ground(D);
  const areas = L.canvas({ pane: "areas", padding: 0.3 }), symbols = L.canvas({ pane: "symbols", padding: 0.3 });
  const layer = L.layerGroup().addTo(map), inCities = L.layerGroup();
  const near = () => map.getZoom() >= 9;
  let spots = [];

  function drawMap(chosen, tree) {
    bordersOf(iso(Math.min(Math.max(...chosen.map((e) => e.last), begin), end)));
    layer.clearLayers();
    inCities.clearLayers();
    const groups = new Map();
    const mine = new Set(chosen.map((e) => e.node));
    for (const e of chosen) for (const n of path(e.node)) if (mine.has(n)) (groups.get(n) || groups.set(n, []).get(n)).push(e);
    spots = [...groups].map(([node, list]) => ({ node, list, total: tree.total(node), counted: list.some((e) => e.counted),
      conflict: list.some((e) => e.conflict && e.node === node) })).sort((a, b) => (b.total.low || 0) - (a.total.low || 0));
    const tops = spots.filter((s) => !AREAS.includes(D.nodes[s.node][1])).map((s) => s.total.high ?? s.total.low ?? 0);
    const most = Math.max(10, ...tops), power = 10 ** (String(most).length - 1);
    const top = [1, 2, 5, 10].map((s) => s * power).find((t) => t >= most);
    const radius = (n) => Math.max(SMALLEST, LARGEST * Math.sqrt(Math.max(0, n) / top));
    const cities = new Set(spots.map((s) => s.node));
    for (const s of spots) {
      const [name, kind, lat, lon] = D.nodes[s.node];
      s.within = kind === 4 && cities.has(parents[s.node]);
      const onto = s.within ? inCities : layer;
      const tip = () => { const box = make("div"); make("b", name, box); make("div", value(s.total), box); return box; };
      const act = (l) => l.on("click", () => choose({ place: s.node, event: null })).bindTooltip(tip, { sticky: true });
      if (AREAS.includes(kind)) {
        if (D.areas[s.node]) act(L.geoJSON(D.areas[s.node], { renderer: areas, pane: "areas", style: { color: css(s.counted ? "--accent" : "--muted"), weight: 1, opacity: 0.5,
          fillOpacity: kind === 1 ? 0.05 : 0.16, dashArray: s.total.high === null ? "5 4" : null } })).addTo(layer);
        continue;
      }
      if (lat === null) continue;
      const t = s.total, accent = css("--accent"), common = { renderer: symbols, pane: "symbols" };
      const ring = (r, style) => act(L.circleMarker([lat, lon], { ...common, radius: r, color: accent, weight: 1, fillColor: accent, ...style })).addTo(onto);
      s.reach = 7;
      if (isUnknown(t) || (t.low === 0 && t.high === 0) || t.low === null) {
        const shape = isUnknown(t) ? `<path d="M0-7L7 0 0 7-7 0Z" stroke="${accent}" stroke-width="2.2"` : t.low === null
          ? `<circle r="4" stroke="${css("--muted")}" stroke-width="1.6"` : `<rect x="-4.5" y="-4.5" width="9" height="9" stroke="${css("--muted")}" stroke-width="2"`;
        const icon = L.divIcon({ className: "mark", iconSize: [20, 20], html: `<svg width="20" height="20" viewBox="-10 -10 20 20">${shape} fill="${css("--paper")}"/></svg>` });
        act(L.marker([lat, lon], { icon, alt: name, title: "" })).addTo(onto);
      } else {
        const low = radius(t.low);
        s.reach = t.high === null ? low + Math.max(5, 0.3 * low) : radius(t.high);
        if (t.high === null) ring(s.reach, { dashArray: "4 3.5", fillOpacity: 0.1 });
        else if (t.high > t.low) ring(s.reach, { opacity: 0.55, fillOpacity: 0.22 });
        ring(low, { color: css("--paper"), fillOpacity: 0.92 });
      }
      if (s.conflict) ring(s.reach + 3, { color: css("--ink"), weight: 1.5, fill: false });
    }
    sites();
    names();
  }

  const pen = document.createElement("canvas").getContext("2d");
  function names() {
    const pane = map.getPane("names"), taken = [], fragment = document.createDocumentFragment(), zoom = map.getZoom();
    const frame = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
    const drawn = spots.filter((s) => s.reach && (!s.within || near()));
    for (const s of drawn) { s.at = map.latLngToLayerPoint([D.nodes[s.node][2], D.nodes[s.node][3]]); const r = s.reach * 0.8; taken.push([s.at.x - r, s.at.y - r, s.at.x + r, s.at.y + r]); }
    const room = placer(frame, taken);
    const write = (at, gap, text, extra, style) => {
      pen.font = style === "own" ? "600 13px system-ui" : "12px system-ui";
      const w = pen.measureText(extra ? `${text}  ${extra}` : text).width * (style === "country" ? 1.25 : 1.04) + 4, h = 15;
      const box = room(at, gap, w, h, style === "country");
      if (!box) return;
      const label = make("div", text, fragment, `name ${style}`);
      if (extra) make("b", extra, label);
      label.style.left = `${Math.round(box[0] + 2)}px`; label.style.top = `${Math.round(box[1])}px`;
    };
    const own = new Set();
    for (const s of drawn.slice(0, 60)) if (s.counted) { own.add(D.nodes[s.node][0]); write(s.at, s.reach + 3, D.nodes[s.node][0], isUnknown(s.total) ? "" : value(s.total), "own"); }
    for (const [text, lat, lon, rank] of D.labels) {
      if (own.has(text) || (rank === 0 ? zoom < 3 || zoom > 6.5 : zoom < [0, 4, 5.75, 7, 9][rank])) continue;
      const at = map.latLngToLayerPoint([lat, lon]);
      if (frame.contains(at)) write(at, rank ? 3 : 0, text, "", rank ? "town" : "country");
    }
    pane.replaceChildren(fragment);
  }
  const sites = () => (near() ? inCities.addTo(map) : inCities.remove());
  map.on("zoomend", sites);
  map.on("zoomend moveend resize", names);
  function fit() {
    const all = L.latLngBounds(spots.filter((s) => s.reach).map((s) => [D.nodes[s.node][2], D.nodes[s.node][3]]));
    if (all.isValid()) map.fitBounds(all, { padding: [70, 50], maxZoom: 11, animate: false });
  }
  const button = L.DomUtil.create("a", "", map.zoomControl.getContainer());
  Object.assign(button, { href: "#", textContent: "⤢", title: W.html.fit, role: "button" });
  L.DomEvent.on(button, "click", (event) => { L.DomEvent.stop(event); fit(); });

  /* The timeline: all data, the chosen days shaded; drag to choose. */
  const days = end - begin + 1, step = days <= 62 ? "day" : days <= 370 ? "week" : days <= 7320 ? "month" : "year";
  const startOf = (n) => { const [y, m] = parts(n); return step === "day" ? n : step === "week" ? n - ((n + 3) % 7 + 7) % 7 : Date.UTC(y, step === "month" ? m : 0, 1) / DAY; };
  const bars = [], across = [];
  function drawBars() {
    const svg = $("bars"), wide = svg.clientWidth || 800, high = 110, top = 88, left = 44;
    if (!bars.length && events.length) {
      const groups = new Map();
      for (const e of events) if (startOf(e.first) === startOf(e.last)) (groups.get(startOf(e.first)) || groups.set(startOf(e.first), []).get(startOf(e.first))).push(e); else if (e.low) across.push(e);
      for (let at = startOf(begin); at <= end;) {
        const next = startOf(at + { day: 1, week: 7, month: 31, year: 366 }[step]), list = groups.get(at) || [];
        bars.push({ first: at, last: next - 1, total: list.length ? totals.tree(list, parents).total(D.whole ?? -1) : { low: 0, high: 0, unknown: 0 } });
        at = next;
      }
    }
    const most = Math.max(1, ...bars.map((b) => Math.max(b.total.low || 0, b.total.high || 0)), ...across.map((e) => e.low));
    const x = (n) => left + ((n - bars[0].first) / (bars[bars.length - 1].last + 1 - bars[0].first)) * (wide - left);
    const add = (tag, values, text) => { const made = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const k in values) made.setAttribute(k, values[k]); if (text) made.textContent = text; svg.append(made); return made; };
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    if (!bars.length) return;
    for (const part of [0, 0.5, 1]) {
      add("line", { x1: left, x2: wide, y1: top - part * 78, y2: top - part * 78 });
      add("text", { x: left - 6, y: top - part * 78 + 4, "text-anchor": "end" }, number(Math.round(most * part)));
    }
    if (state.from > begin || state.to < end) add("rect", { class: "brush", x: x(state.from), y: 4, width: Math.max(2, x(state.to + 1) - x(state.from)), height: top - 4 });
    bars.forEach((b, i) => {
      const w = Math.max(1, (x(b.last + 1) - x(b.first)) * 0.86), low = ((b.total.low || 0) / most) * 78, upper = (Math.max(b.total.low || 0, b.total.high || 0) / most) * 78;
      const g = add("g", {});
      for (const [name, h] of [["high", upper], ["low", low]]) if (h) { const r = add("rect", { class: name, x: x(b.first), y: top - h, width: w, height: h }); g.append(r); }
      if (isUnknown(b.total)) g.append(add("rect", { class: "low", x: x(b.first), y: top - 2, width: w, height: 2 }));
      if (i % Math.max(1, Math.ceil(bars.length / (wide / 90))) === 0 && x(b.first) < wide - 50) {
        const [y, m, d] = parts(b.first);
        const text = step === "year" ? y : step === "month" ? fill(W.format.short_month, { month: W.months.short[m], y }) : fill(W.format.short_day, { d, month: W.months.short[m] });
        add("text", { x: x(b.first), y: 104 }, String(text));
      }
    });
    for (const e of across) add("line", { class: "across", x1: x(e.first), x2: x(e.last + 1), y1: top - (e.low / most) * 78, y2: top - (e.low / most) * 78 });
    svg.onpointerdown = (down) => {
      svg.setPointerCapture(down.pointerId);
      const box = svg.getBoundingClientRect();
      const barAt = (event) => bars[Math.max(0, bars.findLastIndex((b) => x(b.first) <= ((event.clientX - box.left) / box.width) * wide))];
      const from = barAt(down);
      svg.onpointermove = (event) => { const to = barAt(event); state.from = Math.max(begin, Math.min(from.first, to.first)); state.to = Math.min(end, Math.max(from.last, to.last)); drawBars(); };
      svg.onpointerup = (event) => { svg.onpointermove(event); svg.onpointermove = svg.onpointerup = null; show(); };
    };
  }

  /* Evidence */
  function drawEvidence(chosen) {
    const box = $("evidence");
    box.replaceChildren();
    const list = state.event !== null ? [events[state.event]] : state.place !== null ? chosen.filter((e) => path(e.node).includes(state.place)) : [];
    if (!list.length) { make("p", W.html.choose, box, "fine"); return; }
    if (state.event === null) {
      make("h3", D.nodes[state.place][0], box);
      const spot = spots.find((s) => s.node === state.place);
      if (spot && spot.counted) make("p", value(spot.total), box, "number");
    }
    for (const e of [...list].sort((a, b) => (b.low || 0) - (a.low || 0)).slice(0, 60)) {
      if (state.event !== null) { make("h3", D.nodes[e.node][0], box); make("p", span(e.first, e.last), box); make("p", said(e), box, "number"); }
      else make("h4", `${D.nodes[e.node][0]}, ${span(e.first, e.last)}: ${said(e)}`, box);
      if (e.title) make("p", e.title, box, "fine");
      if (e.conflict) make("p", W.column.conflict, box, "fine");
      for (const [source, url, quote, published, headline, who] of [...e.claims].sort((a, b) => b[4] - a[4])) {
        make("blockquote", quote, box, headline ? "headline" : "");
        const line = make("p", [D.sources[source], who, published === null ? W.html.no_date : fill(W.html.published, { day: day(published) }), headline ? W.html.headline : ""].filter(Boolean).join(" · "), box, "fine");
        if (url && /^https?:/.test(url)) { line.append(" · "); const a = make("a", W.html.open, line); a.href = url; a.target = "_blank"; a.rel = "noopener noreferrer"; }
      }
    }
  }

  /* The table */
  const columns = ["date", "place", "detentions", "sources"];
  const cells = (e) => [span(e.first, e.last), D.nodes[e.node][0], said(e) + (e.conflict ? ` (${W.column.conflict})` : ""), [...new Set(e.claims.map((c) => D.sources[c[0]]))].join(", ")];
  columns.forEach((name, i) => { const th = make("th", W.column[name], document.querySelector("thead tr")); th.tabIndex = 0; th.onclick = () => { state.down = state.sort === i && !state.down; state.sort = i; drawTable(inDates()); }; th.onkeydown = (k) => k.key === "Enter" && th.onclick(); });
  function drawTable(chosen) {
    const wanted = state.search.toLowerCase(), body = document.querySelector("tbody");
    const fits = (e) => !wanted || cells(e).join(" ").toLowerCase().includes(wanted) || e.claims.some((c) => c[2].toLowerCase().includes(wanted));
    const inPlace = (e) => state.place === null || path(e.node).includes(state.place);
    const by = [(e) => e.first, (e) => D.nodes[e.node][0], (e) => e.low ?? -1, (e) => cells(e)[3]][state.sort];
    const list = chosen.filter((e) => inPlace(e) && fits(e)).sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (state.down ? -1 : 1));
    body.replaceChildren(...list.slice(0, state.rows).map((e) => {
      const row = make("tr", null, null, e.id === state.event ? "chosen" : "");
      cells(e).forEach((text, i) => make("td", text, row, i === 2 ? "n" : ""));
      row.tabIndex = 0;
      row.onclick = () => choose({ event: e.id });
      row.onkeydown = (k) => k.key === "Enter" && row.onclick();
      return row;
    }));
    $("rows").textContent = fill(W.html.rows, { n: number(list.length), total: number(events.length) });
    $("more").hidden = list.length <= state.rows;
  }

  function choose(next) { Object.assign(state, next); drawEvidence(inDates()); drawTable(inDates()); }

  function show() {
    const chosen = inDates(), tree = totals.tree(chosen, parents), whole = tree.total(D.whole ?? -1);
    const conflicts = chosen.filter((e) => e.conflict).length;
    const counted = chosen.filter((e) => e.counted), told = counted.length ? counted : chosen, people = counted.filter((e) => e.low || e.unknown);
    const subject = counted.length ? detentions(whole) : [...new Set(chosen.map((e) => e.kind))].sort().map((kind) => W.kind[D.kinds[kind]]).join(", ");
    const unplaced = chosen.filter((e) => D.nodes[e.node][2] === null).length;
    const more = [["unknown_places", whole.unknown], ["conflicts", conflicts], ["unplaced", unplaced]].filter(([, n]) => n).map(([name, n]) => `; ${count(name, n)}`).join("");
    const text = !chosen.length ? W.sentence.nothing : fill(W.sentence.whole, { count: subject, places: count("in_places", placesOf(people.length ? people : told)),
      span: span(Math.min(...told.map((e) => e.first)), Math.max(...told.map((e) => e.last))), more });
    $("sentence").textContent = text[0].toUpperCase() + text.slice(1);
    document.body.dataset.low = whole.low ?? "";
    $("from").value = iso(state.from); $("to").value = iso(state.to);
    drawMap(chosen, tree);
    drawBars();
    choose({});
  }

  for (const name of ["disc", "open", "unknown", "zero", "conflict", "area"]) { const item = make("span", null, $("legend")); sign(name, item); item.append(W.legend[name]); }
  $("note").textContent = D.note;
  $("all").textContent = W.html.all; $("events-head").textContent = W.pack.events; $("more").textContent = W.html.more; $("bars-note").textContent = W.legend.bars;
  $("search").placeholder = W.html.search; $("search").ariaLabel = W.html.search; $("map").ariaLabel = W.pack.map; $("bars").setAttribute("aria-label", W.pack.timeline);
  for (const [label, text] of [...D.about, ["", W.html.offline]]) { make("b", label, $("about")); make("span", text, $("about")); }
  if (!events.length) { drawTable([]); return; }
  for (const [id, name] of [["from", "from"], ["to", "to"]]) {
    const field = $(id);
    field.min = iso(begin); field.max = iso(end); field.ariaLabel = W.html[name];
    field.onchange = () => { const n = Date.parse(field.value) / DAY; if (Number.isFinite(n)) { state[name] = n; if (state.from > state.to) state[name === "from" ? "to" : "from"] = n; show(); } };
  }
  $("all").onclick = () => { Object.assign(state, { from: begin, to: end, search: "", place: null, event: null }); $("search").value = ""; show(); };
  $("search").oninput = () => { state.search = $("search").value; state.rows = 200; drawTable(inDates()); };
  $("more").onclick = () => { state.rows += 500; drawTable(inDates()); };
  addEventListener("keydown", (event) => { if (event.key === "Escape") choose({ place: null, event: null }); });
  addEventListener("resize", drawBars);
  window.offline = { state, show, tree: () => totals.tree(inDates(), parents), nodes: D.nodes };
  show();
  fit();
  const first = [...events].filter((e) => e.counted).sort((a, b) => (b.low || 0) - (a.low || 0))[0];
  if (first) choose({ event: first.id });
})();
