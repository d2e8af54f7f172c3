/* What the pages that are one file share: the data unpacked, text into elements, the ground of the map, room for names. */
"use strict";
window.shared = (() => {
  const $ = (id) => document.getElementById(id);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const PANES = [["ground", 210], ["areas", 300], ["symbols", 450], ["names", 620]];

  /* The page's data; nothing, and a word to the reader, in a browser that cannot unpack them. */
  async function unpack() {
    try {
      const bytes = Uint8Array.from(atob($("data").textContent.trim()), (c) => c.charCodeAt(0));
      return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text());
    } catch (error) {
      $("failed").hidden = false;
      return null;
    }
  }

  /* An element with text in it: what a report says is never read as HTML. */
  function make(tag, text, parent, name) {
    const made = document.createElement(tag);
    if (text !== null && text !== undefined) made.textContent = text;
    if (name) made.className = name;
    if (parent) parent.append(made);
    return made;
  }

  /* A map with land, water and borders on it; `bordersOf` a day shows those that held then, `repaint` takes the page's colours anew. */
  function ground(D, options) {
    const map = L.map("map", { zoomSnap: 0.25, minZoom: 2, maxZoom: 14, preferCanvas: true, ...options });
    map.attributionControl.setPrefix(false).addAttribution("Natural Earth · GeoNames CC BY 4.0");
    for (const [name, z] of PANES) map.createPane(name).style.zIndex = z;
    map.fitBounds([[40.5, 46.5], [55.5, 87.4]], { animate: false });
    const renderer = L.canvas({ pane: "ground", padding: 0.5 });
    const draw = (rows, style) => L.geoJSON({ type: "FeatureCollection", features: rows.map((row) => ({ type: "Feature", geometry: row[0], properties: { row } })) },
      { interactive: false, renderer, pane: "ground", style }).addTo(map);
    const styles = {
      world: () => ({ color: css("--border"), weight: 0.8, fillColor: css("--land"), fillOpacity: 1 }),
      water: () => ({ stroke: false, fillColor: css("--sea"), fillOpacity: 1 }),
      regions: () => ({ color: css("--region"), weight: 0.8, fill: false }),
    };
    const layers = Object.fromEntries(Object.entries(styles).map(([name, style]) => [name, draw(D[name], style())]));
    function bordersOf(day) {
      layers.regions.eachLayer((l) => { const [, from, to] = l.feature.properties.row; l.setStyle({ stroke: (!from || from <= day) && (!to || day <= to) }); });
    }
    const repaint = () => { for (const name in styles) layers[name].setStyle(styles[name]()); };
    return { map, renderer, bordersOf, repaint };
  }

  /* Finds room beside a point for a box of so many pixels, clear of what is taken; `centred` for a name that lies on its point. */
  function placer(frame, taken) {
    return (at, gap, w, h, centred) => {
      const around = centred ? [[-w / 2, -h / 2]]
        : [[gap, -h / 2], [-gap - w, -h / 2], [-w / 2, gap], [-w / 2, -gap - h], [gap * 0.75, gap * 0.75], [gap * 0.75, -gap * 0.75 - h]];
      for (const [dx, dy] of around) {
        const box = [at.x + dx, at.y + dy, at.x + dx + w, at.y + dy + h];
        if (box[0] < frame.min.x || box[2] > frame.max.x || box[1] < frame.min.y || box[3] > frame.max.y) continue;
        if (taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) continue;
        taken.push(box);
        return box;
      }
      return null;
    };
  }

  /* The legend's drawings; they hold nothing from the data. */
  const SIGNS = {
    disc: '<circle r="8" fill="var(--accent)" opacity=".28"/><circle r="5" fill="var(--accent)"/>',
    open: '<circle r="7" fill="none" stroke="var(--accent)" stroke-dasharray="3 2"/><circle r="4" fill="var(--accent)"/>',
    unknown: '<path d="M0-6L6 0 0 6-6 0Z" fill="var(--paper)" stroke="var(--accent)" stroke-width="2"/>',
    zero: '<rect x="-4" y="-4" width="8" height="8" fill="var(--paper)" stroke="var(--muted)" stroke-width="2"/>',
    context: '<circle r="4" fill="var(--paper)" stroke="var(--muted)" stroke-width="1.6"/>',
    conflict: '<circle r="4" fill="var(--accent)"/><circle r="7" fill="none" stroke="var(--ink)" stroke-width="1.5"/>',
    area: '<rect x="-8" y="-6" width="16" height="12" fill="var(--accent)" opacity=".2"/>',
  };
  function sign(name, parent, size = 18) {
    const held = make("span", null, parent, "sign");
    held.innerHTML = `<svg width="${size}" height="${size}" viewBox="-9 -9 18 18" aria-hidden="true">${SIGNS[name]}</svg>`;
    return held;
  }
  return { $, css, unpack, make, ground, placer, sign };
})();
