window.advisorPage = (() => {
  const LOST = "The connection to the advisor was lost. Reload to start again; what you have set is not kept.";
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

  async function watch() {
    const kernel = window.jupyterapp?.widgetManager?.kernel;
    if (!kernel) return void setTimeout(watch, 250);
    const { baseUrl } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    const gone = async () => {
      const answer = await fetch(`${baseUrl}api/kernels/${kernel.id}`, { cache: "no-store" }).catch(() => null);
      return answer?.status === 404;
    };
    let over = false;
    const lost = () => ((over = true), say(LOST));
    const check = async () => {
      if (over) return;
      if (["dead", "restarting", "autorestarting"].includes(kernel.status)) return lost();
      if (kernel.connectionStatus === "connected") return say("");
      if (kernel.connectionStatus === "disconnected" || (await gone())) return lost();
      // A short break of the network is none of the visitor's business.
      setTimeout(() => !over && kernel.connectionStatus !== "connected" && say(LOST), 4000);
    };
    kernel.statusChanged.connect(check);
    kernel.connectionStatusChanged.connect(check);

    // The server says nothing when it ends an idle kernel: ask now and then, and before the
    // visitor's first move after a pause.
    let asked = Date.now();
    const ask = async (pause) => {
      if (over || document.hidden || Date.now() - asked < pause) return;
      asked = Date.now();
      if (await gone()) lost();
    };
    setInterval(ask, 60_000, 30_000);
    for (const move of ["pointerdown", "keydown", "visibilitychange"])
      document.addEventListener(move, () => ask(10_000), { capture: true, passive: true });
  }
  addEventListener("load", () => (page.complete ? watch() : say(FAILED)));
  return page;
})();
