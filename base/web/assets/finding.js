// A finding: keys for the verdict, and the genome viewer when somebody opens it. Everything else works without this file.
'use strict';
(() => {
  const OFF = 'kumi-keys-off';
  // a scanner types faster than people do
  const BURST = 45;

  function typing(target) {
    if (target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)) return true;
    return target.tagName === 'INPUT' && !['radio', 'checkbox'].includes(target.type);
  }

  function keys(place) {
    const form = place.querySelector('form');
    const on = place.querySelector('[data-keys-on]');
    const meaning = JSON.parse(place.dataset.keys);
    let last = 0;
    let waiting = 0;
    const isOff = () => localStorage.getItem(OFF) === 'yes';
    place.querySelector('.keys').hidden = false;
    on.checked = !isOff();
    on.addEventListener('change', () => localStorage.setItem(OFF, on.checked ? 'no' : 'yes'));
    document.addEventListener('keydown', event => {
      if (isOff() || event.isComposing || event.keyCode === 229 || event.repeat) return;
      const now = event.timeStamp;
      const burst = now - last < BURST;
      last = now;
      clearTimeout(waiting);
      if (burst) return;
      if (event.key === 'Enter' && event.ctrlKey) {
        const inside = !typing(event.target) || form.contains(event.target);
        if (inside && form.offsetParent) { event.preventDefault(); form.requestSubmit(); }
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
      const choice = document.getElementById(meaning[event.key.toLowerCase()]);
      if (!choice || !form.offsetParent) return;
      // the next character of a scan would come before this
      waiting = setTimeout(() => { choice.focus(); choice.click(); }, BURST + 5);
    });
  }

  // Style elements that the viewer makes while it loads become adopted sheets, so that the policy of the page stays as it is.
  async function load() {
    if (window.igv) return window.igv;
    const make = document.createElement;
    const styles = [];
    document.createElement = function (name, options) {
      if (String(name).toLowerCase() !== 'style') return make.call(document, name, options);
      const stand = make.call(document, 'template');
      styles.push(stand);
      return stand;
    };
    try {
      await new Promise((done, failed) => {
        const script = make.call(document, 'script');
        script.src = '/assets/igv.min.js';
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      });
    } finally {
      document.createElement = make;
    }
    for (const one of styles) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(one.textContent || one.content.textContent);
      document.adoptedStyleSheets.push(sheet);
      one.remove();
    }
    return window.igv;
  }

  async function show(place) {
    if (place.dataset.shown) return;
    place.dataset.shown = 'yes';
    const into = place.querySelector('.igv');
    const sorted = { option: 'BASE', chr: place.dataset.place.split(':')[0], position: Number(place.dataset.place.split(':')[1]) };
    try {
      const igv = await load();
      const tracks = JSON.parse(place.dataset.tracks).map(track => ({
        name: track.name, url: track.url, type: 'alignment', format: 'bam', indexed: false, sort: { ...sorted, direction: 'ASC' },
        height: 260, autoHeight: false, showSoftClips: false, samplingDepth: 500, displayMode: 'SQUISHED', removable: false,
      }));
      await igv.createBrowser(into, {
        loadDefaultGenomes: false, queryParametersSupported: false, showIdeogram: false, showSVGButton: false, showChromosomeWidget: false,
        showROITableButton: false, showCursorTrackingGuideButton: false, showCenterGuideButton: false, showMultiSelectButton: false, showSampleNameButton: false, showTrackLabelButton: false,
        reference: { id: 'GRCh38', name: 'GRCh38', fastaURL: place.dataset.genome, indexed: false, wholeGenomeView: false },
        locus: place.dataset.locus, tracks,
      });
      place.dataset.ready = 'yes';
    } catch (error) {
      place.querySelector('[role=alert]').hidden = false;
    }
  }

  document.querySelectorAll('[data-keys]').forEach(keys);
  document.querySelectorAll('details.viewer').forEach(place => place.addEventListener('toggle', () => { if (place.open) show(place); }));
})();
