// Additions to the form where scripts run: they show the password, and rate it. The form works without them, too.
"use strict";

(() => {
  const password = document.querySelector("input[type=password][autocomplete=new-password]");
  if (!password) return;
  const form = password.form;
  const inputs = [...form.querySelectorAll("input[type=password]")];
  const words = form.dataset;

  // Changes that do not move the focus. Screen readers announce them when they have nothing else to say.
  const status = document.createElement("p");
  status.className = "status";
  status.setAttribute("role", "status");

  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "toggle";
  toggle.textContent = words.show;
  toggle.setAttribute("aria-controls", inputs.map((input) => input.id).join(" "));
  const show = (shown) => {
    for (const input of inputs) input.type = shown ? "text" : "password";
    toggle.textContent = shown ? words.hide : words.show;
  };
  toggle.addEventListener("click", () => {
    const shown = password.type === "password";
    show(shown);
    status.textContent = shown ? words.shown : words.hidden;
  });
  // So that no browser keeps it as a text that was typed.
  form.addEventListener("submit", () => show(false));

  const hint = document.createElement("div");
  hint.className = "strength";
  hint.hidden = true;
  const bar = document.createElement("span");
  bar.className = "bar";
  bar.setAttribute("aria-hidden", "true");
  const said = document.createElement("span");
  hint.append(bar, said);

  password.after(hint, toggle, status);

  // Length, and whether it is one thing again and again: all that can be said honestly without a list of known passwords.
  const level = (typed) => {
    const characters = [...typed.normalize("NFC")];
    const least = Number(password.dataset.min);
    if (characters.length < least) return "short";
    const repeats = /^(.{1,10}?)\1+$/su.test(typed) || /(.)\1{5}/su.test(typed);
    if (repeats || new Set(characters).size < 6) return "repetitive";
    return characters.length < least + 8 ? "fair" : "good";
  };

  let pause;
  password.addEventListener("input", () => {
    const found = level(password.value);
    hint.hidden = password.value === "";
    hint.dataset.level = found;
    said.textContent = words[found];
    // Read out when the typing stops, not at every key.
    clearTimeout(pause);
    pause = setTimeout(() => {
      status.textContent = hint.hidden ? "" : words[found];
    }, 1000);
  });

  // Browsers differ in whether they focus what is not a field.
  document.querySelector(".errors")?.focus();
})();
