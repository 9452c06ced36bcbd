// A short tone for new shoppers and new messages. Browsers allow sound only after the first click or key on the page.
const KEY = "desk muted";
let context = null;
const wake = () => { context ??= window.AudioContext ? new AudioContext() : null; context?.resume().catch(() => {}); };
addEventListener("pointerdown", wake, { once: true });
addEventListener("keydown", wake, { once: true });

const muted = () => localStorage.getItem(KEY) === "1";

export function beep(high) {
  if (muted() || !context || context.state !== "running") return;
  const tone = context.createOscillator(), loud = context.createGain(), now = context.currentTime;
  tone.frequency.value = high ? 880 : 620;
  loud.gain.setValueAtTime(0.0001, now);
  loud.gain.exponentialRampToValueAtTime(0.12, now + 0.02);
  loud.gain.exponentialRampToValueAtTime(0.0001, now + 0.3);
  tone.connect(loud).connect(context.destination);
  tone.start(now);
  tone.stop(now + 0.32);
}

export function muteButton(button) {
  const show = () => {
    button.setAttribute("aria-pressed", String(muted()));
    button.textContent = muted() ? "提示音：关" : "提示音：开";
  };
  button.addEventListener("click", () => { localStorage.setItem(KEY, muted() ? "0" : "1"); show(); });
  show();
}
