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

// A signature drawn with a finger, a pen or a mouse: strokes of points, no picture. A written name does as well.
(() => {
  const box = document.querySelector("[data-draw]");
  if (!box) return;
  const canvas = box.querySelector("canvas"), field = box.querySelector("input"), pen = canvas.getContext("2d");
  const most = 3000, strokes = [];
  let stroke = null, count = 0;
  pen.lineWidth = 3; pen.lineCap = pen.lineJoin = "round";
  box.hidden = false;
  const within = (v, top) => Math.max(0, Math.min(top, Math.round(v)));
  const at = e => {
    const r = canvas.getBoundingClientRect();
    return [within((e.clientX - r.left) * canvas.width / r.width, canvas.width), within((e.clientY - r.top) * canvas.height / r.height, canvas.height)];
  };
  const keep = () => { field.value = strokes.map(s => s.map(p => p.join(",")).join(" ")).join(";"); };
  canvas.addEventListener("pointerdown", e => {
    e.preventDefault();
    canvas.setPointerCapture(e.pointerId);
    stroke = [at(e)];
    strokes.push(stroke);
  });
  canvas.addEventListener("pointermove", e => {
    if (!stroke || count >= most) return;
    const to = at(e), from = stroke[stroke.length - 1];
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) < 2) return;
    stroke.push(to);
    count += 1;
    pen.beginPath(); pen.moveTo(...from); pen.lineTo(...to); pen.stroke();
  });
  const rest = () => { stroke = null; keep(); };
  canvas.addEventListener("pointerup", rest);
  canvas.addEventListener("pointercancel", rest);
  box.querySelector("button").addEventListener("click", () => {
    strokes.length = 0; count = 0;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    keep();
  });
})();
