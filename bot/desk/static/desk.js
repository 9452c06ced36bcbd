// The agents' desk: starts the parts and lets the news reach them. Each idea has its own file.
import { refreshQueue } from "./queue.js";
import { main, onShown, refreshTalk, showTyping, start } from "./work.js";
import { muteButton } from "./sound.js";
import { listen } from "./live.js";
import "./composer.js";
import "./acting.js";
import "./keys.js";

let typing = {};
muteButton(document.getElementById("mute"));
onShown(() => showTyping(typing));
start();
listen(
  (changed) => {
    refreshQueue();
    if (changed.includes(main()?.dataset.subject)) refreshTalk();
  },
  (now) => { typing = now; showTyping(typing); },
);
