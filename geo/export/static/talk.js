/* The talk: which chapter is on, its words, and the keys, clicks and overlays that change it. */
"use strict";
(async () => {
  const { $, make, sign } = shared;
  const D = await shared.unpack();
  if (!D) return;
  const W = D.words, chapters = D.chapters, root = document.documentElement, last = chapters.length - 1;
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const kept = (() => { try { return JSON.parse(sessionStorage.getItem("talk")) || {}; } catch (error) { return {}; } })();
  const state = { at: 0, size: kept.size || 1, light: kept.light ?? false, contrast: kept.contrast ?? false };
  const stage = talkMap(D, pick, () => state.size);
  const paper = talkPaper(D, stage);

  /* One chapter */
  function show(at, instantly = false) {
    state.at = Math.max(0, Math.min(last, at));
    const c = chapters[state.at], [before, digits, after] = c.figure;
    history.replaceState(null, "", `#${state.at + 1}`);
    document.body.classList.add("changing");
    $("panel").lang = c.language;
    $("title").textContent = c.title.replace(/(\d)\s(?=\p{L})|(\p{L})\s(?=\d{4})|\s(?=[–—])/gu, "$1$2\u00a0");  // a day stays on one line, a dash at its end
    $("line").textContent = c.line;
    $("before").textContent = before; $("digits").textContent = digits; $("after").textContent = after;
    $("figure").classList.toggle("words", !/\d/.test(digits));
    $("rule").textContent = c.rule;
    $("sentence").textContent = c.sentence;
    $("source").textContent = c.source;
    footnote(c);
    legend(c);
    for (const [i, dot] of [...document.querySelectorAll("#dots button")].entries()) { if (i === state.at) dot.setAttribute("aria-current", "step"); else dot.removeAttribute("aria-current"); }
    document.querySelector("#dots .of").textContent = `${state.at + 1} / ${chapters.length}`;
    fill();
    requestAnimationFrame(() => document.body.classList.remove("changing"));
    $("live").textContent = [say(W.of, { n: state.at + 1, all: chapters.length }), c.title, c.line, c.sentence].filter(Boolean).join(". ");
    stage.show(c, instantly);
  }

  function footnote(c) {
    const box = $("footnote"), event = c.footnote === null ? null : D.events[c.footnote];
    box.hidden = !event;
    if (!event) return;
    const [head, said] = event;
    box.firstElementChild.replaceChildren(...(said.length ? [make("q", short(said[0][0]))] : []));
    box.lastElementChild.textContent = [said.length ? said[0][1] : "", head].filter(Boolean).join(" · ");
  }
  const short = (quote) => (quote.length > 260 ? `${quote.slice(0, 259).replace(/\s+\S*$/, "")} …` : quote);

  function legend(c) {
    const box = $("legend"), words = D.legend[c.language], marks = c.marks;
    box.replaceChildren();
    const shown = { disc: marks.some((m) => m[3] === "disc" && m[5] !== null && m[5] > m[4]), open: marks.some((m) => m[3] === "disc" && m[5] === null),
      unknown: marks.some((m) => m[3] === "diamond" || m[7]), zero: marks.some((m) => m[3] === "square"), context: marks.some((m) => m[3] === "dot"),
      conflict: marks.some((m) => m[8]), area: !c.steps.length && c.tints.length > 0 };
    for (const name in shown) if (shown[name]) { const p = make("p", null, box); sign(name, p); make("span", words[name], p); }
    for (const [strength, text] of c.steps) { const p = make("p", null, box); make("i", null, p).style.opacity = strength; make("span", text, p); }
    for (const text of c.keys) make("p", text, box);
  }

  /* Everything fits: the number as wide as its column at most, and the words smaller where they are many. */
  function fill() {
    const panel = $("panel"), head = $("head"), body = $("body");
    root.style.setProperty("--k", state.size);
    for (let fit = 1; ; fit -= 0.04) {
      root.style.setProperty("--fit", fit.toFixed(2));
      root.style.setProperty("--wide", 1);
      const digits = $("digits"), room = body.clientWidth - parseFloat(getComputedStyle(body).paddingLeft) * 2, ratio = room / Math.max(1, width(digits));
      if (ratio < 1) root.style.setProperty("--wide", (ratio * 0.98).toFixed(3));
      const style = getComputedStyle(panel), space = panel.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
      const wanted = head.offsetHeight + body.offsetHeight + (innerWidth > innerHeight ? 12 : innerHeight * 0.3);
      if (wanted <= space || fit < 0.5) break;
    }
  }
  const width = (element) => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect().width; };

  /* Overlays */
  function overlay(id, title, build) {
    const box = $(id), head = make("h2", title);
    if (box.open) { box.close(); return; }
    for (const other of document.querySelectorAll("dialog[open]")) other.close();
    const close = make("button", W.close, head);
    close.type = "button"; close.onclick = () => box.close();
    box.replaceChildren(head);
    box.setAttribute("aria-label", title);
    build(box);
    box.showModal();
  }
  function list() {
    overlay("list", W.chapters, (box) => {
      const rows = make("ol", null, box);
      chapters.forEach((c, i) => {
        const row = make("button", null, make("li", null, rows));
        make("span", String(i + 1), row); make("span", c.title, row); make("b", c.figure.slice(0, 2).filter(Boolean).join(" "), row);
        row.onclick = () => { box.close(); show(i); };
        if (i === state.at) { row.setAttribute("aria-current", "step"); row.autofocus = true; }
      });
      rows.onkeydown = (event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key], rowsAll = [...rows.querySelectorAll("button")];
        if (by) { event.preventDefault(); rowsAll[rowsAll.indexOf(document.activeElement) + by]?.focus(); }
      };
    });
  }
  function told(indices, box) {
    for (const [head, said] of indices.map((i) => D.events[i])) {
      make("h3", head, box);
      for (const [quote, who, url] of said) {
        make("q", quote, make("blockquote", null, box));
        const line = make("small", who, box);
        if (url && /^https?:/.test(url)) { line.append(" · "); const a = make("a", W.open, line); a.href = url; a.target = "_blank"; a.rel = "noopener noreferrer"; }
      }
    }
  }
  function evidence() {
    const c = chapters[state.at];
    overlay("evidence", W.evidence, (box) => {
      const found = [...new Set([...(c.footnote === null ? [] : [c.footnote]), ...c.marks.flatMap((m) => m[11]), ...c.tints.flatMap((t) => t[7])])];
      if (!found.length) make("p", W.no_events, box);
      told(found.slice(0, 60), box);
      for (const note of c.notes) make("small", note, box);
    });
  }
  function pick(name, value, events) {
    if (!events.length) return;
    overlay("evidence", [name, value].filter(Boolean).join(": "), (box) => told(events, box));
  }
  const KEYS = [["keys_next", "next"], ["keys_back", "back"], ["Home End", "first"], ["1 2 3 …", "go"], ["O", "chapters"], ["E", "evidence"], ["F  F5", "full"],
    ["B  .", "black"], ["C", "contrast"], ["L", "theme"], ["+", "larger"], ["−", "smaller"], ["M", "refit"], ["?", "help"], ["Esc", "close"]];
  function help() {
    overlay("help", W.help, (box) => {
      const rows = make("dl", null, box);
      for (const [keys, what] of KEYS) { make("dt", W[keys] || keys, rows); make("dd", W[what], rows); }
      for (const name in D.legend[chapters[state.at].language]) if (name !== "bars") { const p = make("p", null, box); sign(name, p); p.append(` ${D.legend[chapters[state.at].language][name]}`); }
      make("p", W.offline, box);
    });
  }

  /* Looks */
  function look() {
    root.classList.toggle("light", state.light);
    root.classList.toggle("contrast", state.contrast);
    try { sessionStorage.setItem("talk", JSON.stringify({ size: state.size, light: state.light, contrast: state.contrast })); } catch (error) { /* a page from disk may not keep anything */ }
    stage.repaint();
  }
  function size(by) { state.size = Math.max(0.6, Math.min(1.8, Math.round((state.size + by) * 10) / 10)); look(); fill(); stage.refit(); }
  async function full() {
    try { if (document.fullscreenElement) await document.exitFullscreen(); else { await root.requestFullscreen(); await navigator.wakeLock?.request("screen"); } } catch (error) { /* the browser keeps its window */ }
  }
  const black = () => { $("black").hidden = !$("black").hidden; };

  /* Keys; clickers send Page Up, Page Down, F5, Escape and a full stop */
  let typed = "", since = 0;
  function digit(key) {
    typed = Date.now() - since < 1000 ? typed + key : key;
    since = Date.now();
    const wanted = typed === "0" ? 10 : Number(typed);
    show((wanted > chapters.length ? Number((typed = key)) || 10 : wanted) - 1);
  }
  const ACTIONS = {
    ArrowRight: () => show(state.at + 1), ArrowDown: () => show(state.at + 1), PageDown: () => show(state.at + 1), " ": () => show(state.at + 1), Enter: () => show(state.at + 1), n: () => show(state.at + 1),
    ArrowLeft: () => show(state.at - 1), ArrowUp: () => show(state.at - 1), PageUp: () => show(state.at - 1), Backspace: () => show(state.at - 1), p: () => show(state.at - 1),
    Home: () => show(0), End: () => show(last), o: list, e: evidence, "?": help, h: help, f: full, F5: full, b: black, ".": black, m: () => stage.refit(),
    c: () => { state.contrast = !state.contrast; look(); }, l: () => { state.light = !state.light; look(); },
    "+": () => size(0.1), "=": () => size(0.1), "-": () => size(-0.1), "−": () => size(-0.1),
  };
  const CODES = { KeyN: "n", KeyP: "p", KeyO: "o", KeyE: "e", KeyH: "h", KeyF: "f", KeyB: "b", KeyM: "m", KeyC: "c", KeyL: "l" };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const open = document.querySelector("dialog[open]"), on = event.target.closest?.("button, a, input");
    const key = ACTIONS[event.key] ? event.key : CODES[event.code] || event.key;
    if (!$("black").hidden) { event.preventDefault(); black(); return; }
    if (open && !["o", "e", "?", "h", "PageDown", "PageUp"].includes(key)) return;
    if (on && ["Enter", " "].includes(event.key)) return;
    if (open && ["PageDown", "PageUp"].includes(key)) open.close();
    if (/^\d$/.test(key)) digit(key);
    else if (ACTIONS[key]) { event.preventDefault(); ACTIONS[key](); }
  });

  /* Clicks and swipes: the left quarter goes back */
  const goes = (x) => show(state.at + (x < innerWidth / 4 ? -1 : 1));
  let down = null;
  stage.map.on("click", (event) => goes(event.originalEvent.clientX));
  $("black").onclick = black;
  addEventListener("touchstart", (event) => { down = event.touches.length === 1 ? [event.touches[0].clientX, event.touches[0].clientY] : null; }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!down || document.querySelector("dialog[open]")) return;
    const by = event.changedTouches[0].clientX - down[0], up = event.changedTouches[0].clientY - down[1];
    if (Math.abs(by) > 45 && Math.abs(by) > 1.5 * Math.abs(up)) show(state.at + (by < 0 ? 1 : -1));
    down = null;
  });
  let quiet;
  function busy() { document.body.classList.remove("idle"); clearTimeout(quiet); quiet = setTimeout(() => document.body.classList.add("idle"), 2500); }
  for (const name of ["mousemove", "touchstart", "focusin"]) addEventListener(name, busy, { passive: true });

  /* The stage is set once */
  $("map").ariaLabel = W.label;
  const dots = $("dots");
  dots.ariaLabel = W.chapters;
  /* After the mouse, the space bar turns the page again; the keyboard stays where it is. */
  const leave = (element, event) => { if (event.detail) element.blur(); };
  chapters.forEach((c, i) => { const dot = make("button", null, dots); dot.ariaLabel = `${i + 1}. ${c.title}`; dot.title = c.title; dot.onclick = (event) => { show(i); leave(dot, event); }; });
  make("span", "", dots, "of");
  for (const [text, name, act] of [["☰", "chapters", list], ["❝", "evidence", evidence], ["◐", "contrast", ACTIONS.c], ["⤢", "full", full], ["?", "help", help]]) {
    const button = make("button", text, $("tools"));
    button.type = "button"; button.title = button.ariaLabel = W[name]; button.onclick = (event) => { act(); leave(button, event); };
  }
  addEventListener("resize", () => { fill(); stage.refit(); });
  addEventListener("hashchange", () => { const at = Number(location.hash.slice(1)) - 1; if (at !== state.at && chapters[at]) show(at); });
  addEventListener("beforeprint", () => paper($("paper")));
  look();
  show((Number(location.hash.slice(1)) || 1) - 1, true);
  busy();
  if (D.problems.length) overlay("problems", W.problems, (box) => { const rows = make("ul", null, box); for (const line of D.problems) make("li", line, rows); });
})();
