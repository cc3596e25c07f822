// HTML as a tagged template: whatever is put in is escaped, unless it is HTML already.

class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (letter) => ENTITIES[letter]);

function written(value) {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(written).join("");
  return value instanceof Html ? value.text : escape(value);
}

export const html = (parts, ...values) =>
  new Html(parts.reduce((text, part, number) => text + written(values[number - 1]) + part));

/** Rich text of the API: Wagtail has cleaned it. For nothing else. */
export const rich = (text) => new Html(text ?? "");

/** An address that may stand in `href`: none of another scheme. */
export const link = (address) => (/^(https?:\/\/|\/(?!\/)|#)/i.test(address ?? "") ? address : "");
