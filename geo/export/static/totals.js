/* How many, without counting one person twice: geo/totals.py in the browser. Its tests hold the two to the same numbers. */
"use strict";
window.totals = (() => {
  /* events: {first, last, node, low, high, best, unknown}; parents: the parent's index of each node, -1 for a root. */
  function tree(events, parents) {
    const own = new Map(), children = new Map(), below = new Map(), memo = new Map();
    const counted = events.filter((e) => e.low !== null).sort((a, b) => a.first - b.first);
    for (const e of counted) {
      put(own, key(e.node, e.first, e.last), e);
      for (let node = e.node, child = null; ; child = node, node = node === -1 ? null : parents[node]) {
        if (node === null) break;
        put(below, node, e);
        if (child !== null) (children.get(node) || children.set(node, new Set()).get(node)).add(child);
      }
    }

    function inside(node, first, last) {
      const all = below.get(node) || [];
      const out = [];
      for (let i = lower(all, first); i < all.length && all[i].first <= last; i++) if (all[i].last <= last) out.push(all[i]);
      return out;
    }

    function sum(node, first, last) {
      const k = key(node, first, last);
      if (!memo.has(k)) {
        memo.set(k, null);
        const found = workOut(node, first, last);
        memo.set(k, found && !found.of ? { ...found, of: k } : found);
      }
      return memo.get(k);
    }

    function workOut(node, first, last) {
      const here = inside(node, first, last);
      if (!here.length) return null;
      const mine = own.get(key(node, first, last)) || [];
      const headline = mine.length ? mine.reduce((a, b) => (b.low > a.low ? b : a)) : null;
      const options = [];
      const parts = [...(children.get(node) || [])].map((c) => sum(c, first, last)).filter(Boolean);
      if (parts.length) options.push(added(parts));
      const spans = [...new Map(here.map((e) => [`${e.first}/${e.last}`, [e.first, e.last]])).values()]
        .filter(([a, b]) => a !== first || b !== last).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
      if (spans.length) {
        const chosen = schedule(spans, spans.map(([a, b]) => sum(node, a, b)));
        if (chosen.length) options.push(added(chosen));
      }
      const best = options.length ? options.reduce((a, b) => (b.low > a.low ? b : a)) : null;
      if (!headline || (best && best.low > headline.low)) {
        if (!best) return null;
        if (!headline && best.parts.length === 1) return best.parts[0];
        const high = headline && headline.high !== null && headline.high >= best.low ? headline.high : null;
        return { low: best.low, high, parts: best.parts };
      }
      return { low: headline.low, high: headline.high, parts: [] };
    }

    /* The total of a node (-1 is everything), over the days that its events span. */
    function total(node) {
      const all = below.get(node) || [];
      if (!all.length) return { low: null, high: null, unknown: 0 };
      const first = all[0].first, last = all.reduce((most, e) => Math.max(most, e.last), -Infinity);
      const answer = sum(node, first, last);
      return {
        low: answer ? answer.low : null,
        high: answer && answer.of === key(node, first, last) ? answer.high : null,
        unknown: all.filter((e) => e.unknown && !inside(e.node, e.first, e.last).some((o) => o !== e && o.low)).length,
      };
    }
    return { total };
  }

  function schedule(spans, sums) {
    const ends = spans.map((s) => s[1]), best = [0], taken = [null];
    spans.forEach(([start], i) => {
      const weight = sums[i] ? sums[i].low : 0, before = best[bisect(ends, start, i)];
      const better = weight > 0 && before + weight > best[best.length - 1];
      taken.push(better ? i : null);
      best.push(better ? before + weight : best[best.length - 1]);
    });
    const picked = [];
    for (let at = spans.length; at > 0;) {
      const i = taken[at];
      if (i === null) { at -= 1; continue; }
      if (sums[i]) picked.push(sums[i]);
      at = bisect(ends, spans[i][0], i);
    }
    return picked.length ? picked.reverse() : sums.filter(Boolean).slice(0, 1);
  }

  function bisect(sorted, value, end) {
    let a = 0, b = end;
    while (a < b) { const m = (a + b) >> 1; if (sorted[m] < value) a = m + 1; else b = m; }
    return a;
  }

  function lower(events, first) {
    let a = 0, b = events.length;
    while (a < b) { const m = (a + b) >> 1; if (events[m].first < first) a = m + 1; else b = m; }
    return a;
  }

  const added = (parts) => ({ low: parts.reduce((n, p) => n + p.low, 0), high: null, parts });
  const key = (node, first, last) => `${node}/${first}/${last}`;
  const put = (map, k, value) => (map.has(k) ? map.get(k).push(value) : map.set(k, [value]));
  return { tree };
})();
