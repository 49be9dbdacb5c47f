// The front end of the dashboard: shows the widgets that came with the page and connects them to
// their kernel. Voilà's own does the same for any notebook, with all that JupyterLab has.
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { Widgets } from "./widgets.js";

const VIEW = "application/vnd.jupyter.widget-view+json";
const read = (id) => JSON.parse(document.getElementById(id).textContent);

const { baseUrl, kernelId } = read("jupyter-config-data");
const kernel = new KernelConnection({ model: { id: kernelId, name: "" }, handleComms: false });
const widgets = new Widgets(kernel);

// Widgets that are the same for every visitor have an address of their own.
async function saved() {
  const there = document.getElementById("advisor-widgets");
  const answer = there.href && (await fetch(there.href, { credentials: "same-origin" }));
  if (answer && !answer.ok) throw new Error(`the server answers ${answer.status} to the question for widgets`);
  const { state } = answer ? await answer.json() : JSON.parse(there.textContent);
  there.remove(); // a megabyte
  return state;
}

try {
  widgets.restore(await saved());
} catch (fault) {
  window.advisorPage.failed();
  throw fault;
}

async function show(output) {
  const { model_id: id } = JSON.parse(output.textContent).data[VIEW];
  const { luminoWidget: shown } = await widgets.create_view(await widgets.get_model(id));
  Widget.attach(shown, output.parentElement);
  addEventListener("resize", () => MessageLoop.postMessage(shown, Widget.ResizeMessage.UnknownSize));
}

const outputs = document.querySelectorAll("script[type='application/vnd.voila.cell-output+json']");
Promise.allSettled([...outputs].map(show)).then(() => window.advisorPage.shown());

// The kernel ends with the page. "beforeunload" comes on no phone, and also where nobody leaves.
addEventListener("pagehide", () => {
  const form = new FormData();
  form.append("_xsrf", /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "");
  navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`, form);
  kernel.dispose();
});
// A page that the browser has kept has no kernel any more.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
