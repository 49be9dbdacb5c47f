// Runs the scripts of the page's own widgets as anywidget does: a module with initialize and
// render, each of which may return a function that cleans up. Widgets of one kind share a module.
import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

const modules = new Map();

function loaded(source) {
  if (!modules.has(source)) {
    const module = import(`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`);
    modules.set(source, module.then((found) => found.default));
  }
  return modules.get(source);
}

// What a script sees of its model; its listeners go with the model or with one view.
function shown(model, listener) {
  return {
    get: (name) => model.get(name),
    set: (...values) => model.set(...values),
    save_changes: () => model.save_changes(),
    send: (content, callbacks, buffers) => model.send(content, callbacks, buffers),
    on: (names, heard) => model.on(names, heard, listener),
    off: (names, heard) => model.off(names, heard, listener),
    widget_manager: model.widget_manager,
  };
}

function styled(id, css) {
  if (!css || document.getElementById(id)) return;
  document.head.appendChild(Object.assign(document.createElement("style"), { id, textContent: css }));
}

export class AnyModel extends DOMWidgetModel {
  initialize(attributes, options) {
    super.initialize(attributes, options);
    this.ready = this.begin();
    this.once("destroy", async () => (await this.ready).over?.());
  }

  async begin() {
    styled(this.get("_anywidget_id"), this.get("_css"));
    const script = await loaded(this.get("_esm"));
    const over = await script.initialize?.({ model: shown(this, this) });
    return { script, over };
  }

  // A message waits until the script listens.
  async _handle_comm_msg(message) {
    await this.ready;
    return super._handle_comm_msg(message);
  }
}

export class AnyView extends DOMWidgetView {
  async render() {
    const { script } = await this.model.ready;
    // Not awaited: what is beside a chart does not wait until it is drawn.
    this.over = Promise.resolve(script.render?.({ model: shown(this.model, this), el: this.el }));
    this.over.catch((fault) => console.error(fault));
  }

  remove() {
    this.model.off(null, null, this);
    this.over?.then((over) => over?.(), () => {});
    super.remove();
  }
}
