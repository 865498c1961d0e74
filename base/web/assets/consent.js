// Reads a page aloud where the browser can speak; without it nothing is missing but the voice.
(() => {
  const button = document.querySelector("button[data-aloud]");
  if (!button || !("speechSynthesis" in window)) return;
  const say = button.textContent, stop = button.dataset.stop;
  const rest = () => { button.textContent = say; };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) { speechSynthesis.cancel(); rest(); return; }
    const text = document.getElementById(button.dataset.aloud).innerText;
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = document.documentElement.lang === "en" ? "en-US" : "ja-JP";
    speech.rate = 0.9;
    speech.onend = rest;
    speech.onerror = rest;
    button.textContent = stop;
    speechSynthesis.speak(speech);
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
})();
