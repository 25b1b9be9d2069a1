type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a person has entered, by the names of the fields, for a form that is drawn again. */
export class Entries {
  readonly #controls = new Map<string, Control>();

  /** Remembers what was entered into these controls. */
  collect(root: ParentNode): void {
    for (const control of controlsIn(root)) {
      if (isEntered(control)) this.#controls.set(control.name, control);
      else this.#controls.delete(control.name);
    }
  }

  /** Enters it into the controls of the same names. Another form's boxes accept other documents, and stay empty. */
  restore(root: ParentNode, { ticks }: { ticks: boolean }): void {
    for (const control of controlsIn(root)) {
      const entry = this.#controls.get(control.name);
      if (!entry) continue;
      // A tick accepts one version of a document, and no other.
      if (isBox(control)) control.checked = ticks && isBox(entry) && entry.value === control.value;
      else if (accepts(control, entry)) control.value = entry.value;
    }
  }

  /** Forgets everything, passwords above all. */
  clear(): void {
    this.#controls.clear();
  }
}

/** Takes over the entries and the errors of a step that is drawn again with other texts. */
export function carryOver(before: ParentNode, after: ParentNode): void {
  const entries = new Entries();
  entries.collect(before);
  entries.restore(after, { ticks: true });
  for (const old of before.querySelectorAll<HTMLElement>("[data-live], [aria-invalid]")) {
    const same = after.querySelector(`#${CSS.escape(old.id)}`);
    if (old.dataset.live !== undefined) same?.replaceChildren(...old.childNodes);
    for (const name of ["aria-invalid", "aria-describedby"]) {
      const value = old.getAttribute(name);
      if (value) same?.setAttribute(name, value);
    }
  }
}

function controlsIn(root: ParentNode): Control[] {
  return [...root.querySelectorAll<Control>("input, select, textarea")];
}

function isEntered(control: Control): boolean {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    return control.value !== (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value;
  }
  return isBox(control) ? control.checked : control.value !== control.defaultValue;
}

function isBox(control: Control): control is HTMLInputElement {
  return control.type === "checkbox";
}

// The service has set the value of a field that is read-only.
function accepts(control: Control, { localName, value }: Control): boolean {
  if (control.localName !== localName || control.matches("[readonly]")) return false;
  return !(control instanceof HTMLSelectElement) || [...control.options].some((option) => option.value === value);
}
