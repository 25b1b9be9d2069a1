/** The style of the component. Pages change it by its custom properties and parts. */
export const STYLE = `
:host {
  --text: var(--sign-up-text, light-dark(#1a2027, #e7eaee));
  --muted: var(--sign-up-muted, light-dark(#525c69, #a7b0bc));
  --line: var(--sign-up-line, light-dark(#7a8594, #7d8896));
  --field: var(--sign-up-field, light-dark(#ffffff, #1b2027));
  --accent: var(--sign-up-accent, light-dark(#1d5bbf, #8fbaff));
  --on-accent: var(--sign-up-on-accent, light-dark(#ffffff, #0b1b33));
  --danger: var(--sign-up-danger, light-dark(#b3261e, #ffb3aa));
  --radius: var(--sign-up-radius, 0.625rem);
  --gap: var(--sign-up-gap, 1.5rem);
  display: block;
  color: var(--text);
  font: var(--sign-up-font, 1rem/1.5 system-ui, sans-serif);
  overflow-wrap: anywhere;
}
:host([hidden]) { display: none; }
*, ::before { box-sizing: border-box; }
h2, h3 { margin: 0 0 0.75rem; line-height: 1.25; }
h2 { font-size: 1.5rem; }
h3 { margin-block-start: 2rem; font-size: 1rem; }
h2:focus { outline: none; }
p { margin: 0 0 1rem; }
a { color: var(--accent); }
form:not(:last-child) { margin-block-end: var(--gap); }
.field { margin-block-end: var(--gap); }
label { display: block; font-weight: 600; }
.help { margin: 0.125rem 0 0; color: var(--muted); font-size: 0.9rem; }
.error { margin: 0.375rem 0 0; color: var(--danger); font-size: 0.9rem; }
.error::before { content: "⚠ " / ""; }
input, select, textarea {
  display: block; width: 100%; min-height: 3rem; margin-block-start: 0.5rem; padding: 0.625rem 0.875rem;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--field); color: inherit; font: inherit;
}
[dir="rtl"] input[dir="ltr"] { text-align: end; }
[aria-invalid="true"] { border-color: var(--danger); box-shadow: inset 0 0 0 1px var(--danger); }
.box { display: grid; grid-template-columns: auto 1fr; column-gap: 0.75rem; align-items: start; }
.box > * { grid-column: 2; }
.box > input { grid-area: 1 / 1; width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; padding: 0; accent-color: var(--accent); }
.box > label { grid-row: 1; font-weight: 400; }
button, .button {
  display: block; width: 100%; min-height: 3rem; padding: 0.6875rem 1.25rem; border: 1px solid transparent;
  border-radius: var(--radius); background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 650; cursor: pointer;
}
.quiet { border-color: var(--line); background: none; color: var(--accent); }
.button { text-align: center; text-decoration: none; }
.providers { display: grid; gap: 0.75rem; margin: 0; padding: 0; list-style: none; }
.or { display: flex; align-items: center; gap: 1rem; margin-block: 1.25rem; color: var(--muted); }
.or::before, .or::after { content: ""; flex: 1; border-block-start: 1px solid var(--line); }
button.toggle { width: auto; min-height: 2rem; margin-block-start: 0.25rem; padding: 0.25rem 0; background: none; color: var(--accent); font-size: 0.9rem; }
[aria-busy="true"] button { opacity: 0.7; cursor: progress; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.errors { margin-block-end: var(--gap); padding: 0.75rem 1rem; border: 1px solid var(--danger); border-inline-start-width: 4px; border-radius: calc(var(--radius) / 2); }
.errors h3 { margin: 0; }
.errors ul { margin: 0.375rem 0 0; padding: 0; list-style: none; }
.errors li { padding-block: 0.1875rem; }
.errors p { margin: 0.375rem 0 0; }
.errors a { color: var(--danger); }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
