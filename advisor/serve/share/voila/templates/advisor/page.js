window.advisorPage = (() => {
  const SLOW = "Starting takes longer than usual. You can wait a little, or reload.";
  const FAILED = "The advisor could not start. Please reload in a minute.";
  const page = { complete: false };
  const body = document.body;
  let leaving = false;

  const say = (text) => {
    const notice = document.getElementById("notice");
    notice.firstElementChild.textContent = text;
    notice.hidden = !text || leaving;
  };

  // Voilà calls these while the notebook runs.
  window.voila_heartbeat = window.voila_process = window.voila_finish = () => {};

  // Voilà ends the kernel when the page is left; that is no lost connection.
  addEventListener("beforeunload", () => ((leaving = true), setTimeout(() => (leaving = false), 3000)));

  const slow = setTimeout(() => say(SLOW), 45_000);
  let quiet;
  const shown = () => {
    observer.disconnect();
    clearTimeout(slow);
    say("");
    body.classList.remove("starting");
    setTimeout(() => document.getElementById("skeleton")?.remove(), 500);
  };
  // A box appears before what is in it: wait for a moment without news.
  const observer = new MutationObserver(() => {
    if (document.querySelector(".sorry")) return shown();
    if (!document.querySelector("#rendered_cells :is(.jupyter-widgets, .jp-RenderedHTMLCommon)")) return;
    clearTimeout(quiet);
    quiet = setTimeout(shown, 60);
  });
  observer.observe(body, { childList: true, subtree: true });

  // From here on the page itself says when its kernel is gone (page/life/connection.js).
  addEventListener("load", () => page.complete || say(FAILED));
  return page;
})();
