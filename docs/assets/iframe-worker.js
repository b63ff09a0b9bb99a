// Browsers start no worker from a file, so where the site is opened from a folder the
// search runs in a hidden frame instead. The theme looks for `IFrameWorker`.
(() => {
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      document.body.append(frame);
      this.inside = frame.contentWindow;
      const inner = frame.contentDocument;
      inner.open();
      inner.write("<!doctype html><title>Search</title><body>");
      inner.close();
      this.inside.postMessage = (data) =>
        this.dispatchEvent(new MessageEvent("message", { data }));
      this.inside.importScripts = (...sources) =>
        Promise.all(sources.map((source) => this.load(inner, source)));
      this.ready = this.load(inner, url);
    }

    load(inner, source) {
      return new Promise((done, fail) => {
        const script = inner.createElement("script");
        script.src = source;
        script.onload = done;
        script.onerror = fail;
        inner.body.append(script);
      });
    }

    postMessage(data) {
      const event = () => new this.inside.MessageEvent("message", { data });
      this.ready.then(() => this.inside.dispatchEvent(event()));
    }

    terminate() {
      this.inside.frameElement?.remove();
    }
  }

  window.IFrameWorker = FrameWorker;
  window.Worker = FrameWorker;
})();
