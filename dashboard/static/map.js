/* The map in the reader's browser: quiet ground, the page's one layer of data, and labels that make room for it. */
window.detentionMap = (() => {
  "use strict";
  const KAZAKHSTAN = [[40.5, 46.5], [55.5, 87.4]];
  let map, regions, data, settings = {}, fitted = null, turn = null, untouched = true, fitting = false, placed = false, names = { of: null, told: null, list: [] };

  /* Called once by the constant base map. `ground` is false where tiles are the ground. */
  function start(leafletMap, ground) {
    map = leafletMap;
    document.querySelectorAll("meta[name=viewport]").forEach((meta) => { meta.content = "width=device-width, initial-scale=1"; });
    map.fitBounds(KAZAKHSTAN, { animate: false });
    map.attributionControl.setPrefix(false);
    for (const [name, z] of [["land", 210], ["water", 220], ["regions", 230], ["areas", 300], ["labels", 620]]) {
      map.createPane(name).style.zIndex = z;
    }
    map.getPane("labels").classList.add("dm-labels");
    if (ground) {
      map.attributionControl.addAttribution("Natural Earth · GeoNames CC BY 4.0");
      polygons("world", "land", { className: "dm-land", weight: 0.8, fillOpacity: 1 });
      polygons("water", "water", { className: "dm-water", weight: 0.5, fillOpacity: 1 });
    }
    polygons("regions", "regions", { className: "dm-region", weight: 0.8, fill: false }).then((layer) => {
      regions = layer;
      bordersOfTheDay();
    });
    addFitButton();
    map.on("zoomstart", () => { map.getPane("labels").style.opacity = 0; });
    map.on("zoomend moveend", layout);
    map.on("resize", () => { fitWhenReady(); layout(); });
    map.on("dragstart zoomstart", () => { untouched = fitting; if (!fitting) placed = false; });
    const seen = map.getBounds.bind(map);
    map.getBounds = () => Object.assign(seen(), data && !placed ? { fitted: untouched } : {});  // told to the page, whose address says "fit" or where
    new ResizeObserver(() => {
      const before = map.getSize();
      map.invalidateSize({ animate: false });
      const by = map.getSize().subtract(before);
      if (untouched && data && Math.max(Math.abs(by.x), Math.abs(by.y)) > 30) fit();  // a scroll bar is no reason
    }).observe(map.getContainer());
  }

  /* Called with every change of the page, once the data layer is made and before it is on the map. */
  function show(layer, next) {
    data = layer;
    settings = next;
    document.documentElement.classList.toggle("dark", next.dark);
    document.documentElement.lang = next.language;
    if (window.frameElement) window.frameElement.title = next.words.label;
    name(map.zoomControl._zoomInButton, next.words.zoom_in);
    name(map.zoomControl._zoomOutButton, next.words.zoom_out);
    name(map.fitButton, next.words.fit);
    bordersOfTheDay();
    namesOfTheDay();
    queueMicrotask(() => { fitWhenReady(); layout(); });  // a task of its own would wait behind all that the page still draws
  }

  /* One feature of the data layer at a point: the symbol, and under a city's the ground that it may mean. */
  function symbol(feature, position) {
    const p = feature.properties;
    if (p.heat) {
      const glow = L.divIcon({ html: "", iconSize: [p.size, p.size], className: "dm-heat" });
      const marker = L.marker(position, { icon: glow, keyboard: false });
      marker.on("add", () => { marker.getElement().style.opacity = p.heat; });
      return marker;
    }
    const icon = L.divIcon({ html: p.svg, iconSize: [p.size, p.size], className: "dm-symbol" + (p.within ? " dm-within" : "") });
    const marker = L.marker(position, { icon, zIndexOffset: 5000 - 20 * p.size, riseOnHover: false });
    marker.feature = feature;
    marker.on("add", () => {
      marker.getElement().setAttribute("aria-label", p.tip.join(", "));
      marker.getElement().dataset.place = p.place;
    });
    marker.on("keypress", (event) => {
      if (["Enter", " "].includes(event.originalEvent.key)) marker.fire("click", { latlng: position }, true);
    });
    if (!p.extent) return marker;
    const extent = L.circle(position, { radius: p.extent, pane: "areas", className: "dm-extent" + (p.quiet ? " dm-quiet" : ""), fillOpacity: 0.07, interactive: false });
    return L.featureGroup([extent, marker]);
  }

  /* Every feature: words on hover, as text and never as HTML. */
  function each(feature, layer) {
    const box = document.createElement("div");
    for (const line of feature.properties.tip) {
      box.appendChild(document.createElement("div")).textContent = line;
    }
    layer.on("click", () => {
      feature.properties.clicked = Date.now();  // so that the same place, clicked again, is news to the page
      layer.closeTooltip();
    });
    layer.bindTooltip(box, { sticky: true, direction: "top", opacity: 1 });
  }

  async function polygons(file, pane, style) {
    const layer = L.geoJSON(null, { pane, interactive: false, style }).addTo(map);
    try {
      const answer = await fetch(`../../assets/basemap/${file}.geojson`);
      if (answer.ok) layer.addData(await answer.json());
    } catch (error) {
      console.warn(`basemap ${file}: ${error}`);
    }
    return layer;
  }

  function bordersOfTheDay() {
    if (!regions || !settings.day) return;
    regions.eachLayer((layer) => {
      const { valid_from: from, valid_to: to } = layer.feature.properties;
      const held = (!from || from <= settings.day) && (!to || settings.day <= to);
      layer.setStyle({ stroke: held });
    });
  }

  async function namesOfTheDay() {
    const of = `on=${settings.day}&lang=${settings.language}`;
    if (names.of === of) return;
    names.of = of;
    const answer = await fetch(`../../assets/labels?${of}`);
    if (answer.ok && names.of === of) {
      const told = await answer.text();
      if (told === names.told) return;
      names.told = told;
      names.list = JSON.parse(told);
      layout();
    }
  }

  /* Goes where a view that was opened has the map. Fits the data when the page asks for another place, never for a change of dates. */
  function fitWhenReady() {
    if (!data || (settings.fit === fitted && settings.turn === turn) || map.getSize().y < 150) return;
    const opened = settings.turn !== turn;
    turn = settings.turn;
    if (opened && settings.position) {
      const [lat, lon, zoom] = settings.position;
      fitted = settings.fit;
      fitting = placed = true;
      map.setView([lat, lon], zoom, { animate: false });
      fitting = untouched = false;
      return;
    }
    if (settings.empty) return;
    fitted = settings.fit;
    fit();
  }

  /* All that is drawn; of an area with places in it, those places. Done again while the reader has moved nothing. */
  function fit() {
    const points = [], areas = [];
    if (data) data.eachLayer((layer) => (layer.feature.geometry.type === "Point" ? points.push(position(layer)) : areas.push(layer.getBounds())));
    const bounds = L.latLngBounds(points);
    for (const area of areas) if (!points.some((point) => area.contains(point))) bounds.extend(area);
    const size = map.getSize(), [left, right] = !bounds.isValid() ? [8, 8] : size.x < 600 ? [62, 44] : [90, 90];
    fitting = untouched = true;
    placed = false;
    map.fitBounds(bounds.isValid() ? bounds : KAZAKHSTAN, {
      paddingTopLeft: [left, 44], paddingBottomRight: [right, 52], maxZoom: 10, animate: false,
    });
    fitting = false;
  }

  function position(layer) {
    const [lon, lat] = layer.feature.geometry.coordinates;
    return L.latLng(lat, lon);
  }

  function addFitButton() {
    const button = L.DomUtil.create("a", "dm-fit", map.zoomControl.getContainer());
    button.href = "#";
    button.role = "button";
    button.textContent = "⤢";
    L.DomEvent.on(button, "click", (event) => { L.DomEvent.stop(event); fit(); });
    map.fitButton = button;
  }

  function name(element, text) {
    element.title = text;
    element.setAttribute("aria-label", text);
  }

  const LONG = 20;  // letters of an area's name that rather takes a line for each word
  const AROUND = [0, -20, 20, -40, 40].flatMap((x) => [0, -14, 14, -28, 28].map((y) => [x, y])).sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

  /* Labels: first the data's own with their numbers, then towns, regions and countries where there is room left. */
  function layout() {
    if (!data) return;
    const zoom = map.getZoom(), frame = paperFrame(), pane = map.getPane("labels"), taken = controls();
    map.getContainer().classList.toggle("dm-far", zoom < 9);
    const own = [];
    data.eachLayer((layer) => {
      const p = layer.feature.properties;
      if (p.label) own.push({ at: map.latLngToLayerPoint(layer.getBounds().getCenter()), r: 0, text: p.name, value: p.value, weight: p.weight, place: p.place, area: true });
      if (!p.svg || (p.within && zoom < 9)) return;
      const at = map.latLngToLayerPoint(position(layer)), r = p.size / 2 - 7;
      taken.push([at.x, at.y, at.x, at.y, r]);
      own.push({ at, r, text: p.name, value: p.value, weight: p.weight, place: p.place });
    });
    own.sort((a, b) => b.weight - a.weight);
    const named = new Set(own.map((o) => o.place));
    const made = document.createElement("div");
    for (const o of own) {
      if (o.area) {
        const whole = [o.text, o.text.replaceAll(" ", "\n")];
        if (o.text.length > LONG) whole.reverse();
        whole.some((text) => write(made, taken, frame, o.at, 0, "dm-data dm-on dm-stacked", text, o.value))
          || write(made, taken, frame, o.at, 0, "dm-data dm-on", o.value, "");
        continue;
      }
      write(made, taken, frame, o.at, o.r + 3, "dm-data", o.text, o.value)
        || (o.value && write(made, taken, frame, o.at, o.r + 3, "dm-data dm-stacked", o.text, o.value))
        || write(made, taken, frame, o.at, o.r + 3, "dm-data", o.text, "");
    }
    for (const label of names.list) {
      if (zoom < label.from || zoom > label.to || named.has(label.id)) continue;
      const at = map.latLngToLayerPoint([label.lat, label.lon]);
      if (!frame.contains(at)) continue;
      write(made, taken, frame, at, label.kind === "city" ? 3 : 0, "dm-" + label.kind, label.name, "");
    }
    if (made.innerHTML !== pane.innerHTML) pane.replaceChildren(...made.childNodes);
    pane.style.opacity = 1;
  }

  /* What is seen, in the coordinates that labels have. */
  function paperFrame() {
    return L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
  }

  /* The boxes of the zoom buttons and of the attribution, which lie over the labels. */
  function controls() {
    const frame = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      const a = map.containerPointToLayerPoint([box.left - frame.left, box.top - frame.top]);
      const b = map.containerPointToLayerPoint([box.right - frame.left, box.bottom - frame.top]);
      return [a.x, a.y, b.x, b.y];
    });
  }

  /* Whether a box meets another, or the circle of that radius around it. */
  function meet([x1, y1, x2, y2, r = 0], box) {
    const dx = Math.max(box[0] - x2, x1 - box[2]), dy = Math.max(box[1] - y2, y1 - box[3]);
    return r ? Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) < r : dx < 0 && dy < 0;
  }

  /* Right, left, below, above of the place, the data's own also at its corners (areas: on it, with a name also a little off its middle);
     false where all is taken. A stacked text's own lines stay lines. */
  function write(parent, taken, frame, at, gap, style, text, value) {
    const pen = (layout.pen ||= document.createElement("canvas").getContext("2d"));
    pen.font = "600 13px system-ui, sans-serif";
    const stacked = style.endsWith("dm-stacked");
    const lines = stacked ? [...text.split("\n"), value] : [value ? `${text} ${value}` : text];
    const w = Math.max(...lines.map((line) => pen.measureText(line).width)) * (style === "dm-country" ? 1.15 : 1) + 6;
    const h = 15 * lines.length;
    const sides = style === "dm-country" || style === "dm-region-name"
      ? [[-w / 2, -h / 2]]
      : style.includes("dm-on")
      ? (stacked ? AROUND : AROUND.slice(0, 1)).map(([x, y]) => [x - w / 2, y - h / 2])
      : [[gap, -h / 2], [-gap - w, -h / 2], [-w / 2, gap], [-w / 2, -gap - h]];
    if (style.startsWith("dm-data") && !style.includes("dm-on")) {
      const near = 0.75 * gap;
      sides.push([near, near - h / 2], [near, -near - h / 2], [-near - w, near - h / 2], [-near - w, -near - h / 2]);
      sides.push([-w + gap, gap], [-gap, gap], [-w + gap, -gap - h], [-gap, -gap - h]);
    }
    for (const [dx, dy] of sides) {
      const box = [at.x + dx, at.y + dy, at.x + dx + w, at.y + dy + h];
      if (box[0] < frame.min.x || box[2] > frame.max.x || box[1] < frame.min.y || box[3] > frame.max.y) continue;
      if (taken.some((t) => meet(t, box))) continue;
      taken.push(box);
      if (style === "dm-city") {
        const dot = parent.appendChild(document.createElement("div"));
        dot.className = "dm-town";
        dot.style.left = `${at.x - 1.5}px`;
        dot.style.top = `${at.y - 1.5}px`;
      }
      const label = document.createElement("div");
      label.className = `dm-label ${style}`;
      label.textContent = text;
      if (value) label.appendChild(document.createElement("b")).textContent = value;
      label.style.left = `${Math.round(box[0] + 2)}px`;
      label.style.top = `${Math.round(box[1])}px`;
      parent.appendChild(label);
      return true;
    }
    return false;
  }

  return { start, show, symbol, each };
})();
