window.advisorPage = (() => {
  const SLOW = "Starting takes longer than usual. You can wait a little, or reload.";
  const FAILED = "The advisor could not start. Please reload in a minute.";
  // Why a connection that stays open, which every move needs, does not get through.
  const REFUSED = {
    origin: "The advisor refused the live connection, because it does not know the address in your browser. The person who runs it finds the reason in its terminal.",
    path: "The advisor is not at this address. The person who runs it finds the reason in its terminal.",
    upgrade: "Something between your browser and the advisor does not pass WebSockets, so the page cannot follow your moves. Another network may help, or the person who runs the advisor.",
  };
  const page = { complete: false };
  const body = document.body;
  let leaving = false;
  let refused = "";

  const say = (text) => {
    const notice = document.getElementById("notice");
    notice.firstElementChild.textContent = refused || text;
    notice.hidden = !(refused || text) || leaving;
  };

  // Voilà calls these while the notebook runs.
  window.voila_heartbeat = window.voila_process = window.voila_finish = () => {};

  // Voilà ends the kernel when the page is left; that is no lost connection.
  addEventListener("beforeunload", () => ((leaving = true), setTimeout(() => (leaving = false), 3000)));

  // While the page opens, the server knows by this connection that it is still wanted.
  const live = new URL(`${body.dataset.baseUrl}advisor/live`, location.href);
  const socket = new WebSocket(live.href.replace(/^http/, "ws"));
  const tell = () => {
    const kernel = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}").kernelId;
    if (kernel && socket.readyState === WebSocket.OPEN) socket.send(kernel);
  };
  const why = async (address) => {
    const about = new URLSearchParams({ path: location.pathname });
    const answer = await fetch(address, { method: "POST", body: about });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).cause;
  };
  socket.onopen = tell;
  socket.onerror = async () => {
    if (leaving) return;
    // Where a proxy strips the path, the server is found beside the page.
    const beside = new URL("voila/advisor/live", location.href);
    const cause = await why(live).catch(() => why(beside).then(() => "path")).catch(() => "");
    refused = REFUSED[cause] ?? "";
    if (refused) say("");
  };

  page.failed = () => (clearTimeout(slow), say(FAILED));
  const slow = setTimeout(() => say(SLOW), 45_000);
  let quiet;
  const shown = (page.shown = () => {
    observer.disconnect();
    clearTimeout(slow);
    setTimeout(() => socket.close(), 10_000); // by then the page has connected to its kernel
    say("");
    body.classList.remove("starting");
    setTimeout(() => document.getElementById("skeleton")?.remove(), 500);
  });
  // Our own front end says when all is there; under that of Voilà a box appears before
  // what is in it: wait for a moment without news.
  const observer = new MutationObserver(() => {
    if (document.querySelector(".sorry")) return shown();
    if (!document.querySelector("#rendered_cells :is(.jupyter-widgets, .jp-RenderedHTMLCommon)")) return;
    clearTimeout(quiet);
    quiet = setTimeout(shown, 60);
  });
  observer.observe(body, { childList: true, subtree: true });

  // From here on the page itself says when its kernel is gone (page/life/connection.js).
  addEventListener("load", () => page.complete || say(FAILED));
  addEventListener("DOMContentLoaded", tell);
  return page;
})();
