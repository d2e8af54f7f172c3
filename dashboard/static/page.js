/* For screen readers. A chart is one picture with one description: Vega's marks inside it are no pictures of their own. The
   place to drop files at is decoration: its button does the work. The link past the filters speaks the page's language. */
if (!window.detentionMapCharts) {
  const bare = (element, ...names) => names.forEach((name) => element.removeAttribute(name));
  const plain = () => {
    document.querySelectorAll(".stVegaLiteChart svg g[role]").forEach((group) => bare(group, "role", "aria-roledescription"));
    const skip = document.querySelector("[data-testid=stSkipToContent]");
    if (skip && skip.textContent !== window.detentionMapWords.skip) skip.textContent = window.detentionMapWords.skip;
    document.querySelectorAll("section[role=presentation]").forEach((place) => bare(place, "tabindex", "aria-label"));
  };
  window.detentionMapCharts = new MutationObserver(plain);
  window.detentionMapCharts.observe(document.body, { subtree: true, childList: true });
  window.detentionMapPlain = plain;
}
document.documentElement.lang = window.detentionMapWords.language;
window.detentionMapPlain();
