// Hears from the server what changed. Cut off, it says what it heard last and misses nothing.
import { lost } from "./net.js";

const AGAIN_MS = 2000;

export function listen(changed, typing) {
  let last = document.body.dataset.mark, source = null, leaving = false;

  function connect() {
    source = new EventSource(`/desk/live?since=${encodeURIComponent(last)}`);
    source.onopen = () => lost("live", false);
    source.onmessage = (event) => {
      if (event.lastEventId) last = event.lastEventId;
      const news = JSON.parse(event.data);
      if (news.changed) changed(news.changed);
      if (news.typing) typing(news.typing);
    };
    source.onerror = () => {
      if (leaving) return;
      lost("live", true);
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      changed([]); // asks for the queue, which finds out whether the sign-in is over
      setTimeout(connect, AGAIN_MS);
    };
  }

  addEventListener("pagehide", () => { leaving = true; source.close(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { leaving = false; connect(); } });
  connect();
}
