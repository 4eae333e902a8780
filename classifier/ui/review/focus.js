(function () {
  const list = '[class*="st-key-review_"] [role="combobox"][aria-expanded="true"]';
  const toggle = ".st-key-review_rows button";
  if (!window.reviewKeys) {
    window.reviewKeys = true;
    const press = (target, type) => target.dispatchEvent(new KeyboardEvent(type, { key: "Escape", bubbles: true }));
    document.addEventListener("keydown", (event) => {
      const target = event.target;
      if (event.key !== "Enter") return;
      if (target.matches(list)) {
        // Enter takes a label and closes the list, or the next Enter would take one that nobody typed.
        setTimeout(() => target.matches(list) && ["keydown", "keyup"].forEach((type) => press(target, type)));
      } else if ((event.ctrlKey || event.metaKey) && target.matches(toggle)) {
        // Saves, as everywhere else; it would press the button instead, and change the answer.
        event.preventDefault();
        event.stopImmediatePropagation();
        document.querySelector('[class*="st-key-review_save_"] button').click();
      }
    }, true);
  }
  [0, 1000].forEach((wait) => setTimeout(() => {
    // A long message scrolls in its own place, by keyboard too.
    const message = document.querySelector(".st-key-review_message");
    if (message && message.scrollHeight > message.clientHeight) message.tabIndex = 0;
  }, wait));
  if (!matchMedia("(pointer: fine)").matches) return; // on a phone the keyboard would cover the message
  const wanted = document.querySelector("[data-review-focus]").dataset.reviewFocus;
  let frames = 120;
  (function move() {
    const found = document.querySelector(wanted);
    if (found) {
      found.focus({ preventScroll: true });
      found.scrollIntoView({ block: "nearest" });
      document.querySelector(".st-key-review_message").scrollIntoView({ block: "nearest" });
    } else if (frames--) {
      requestAnimationFrame(move);
    }
  })();
})();
