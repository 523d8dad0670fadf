// Texts in which protected values stand, or what took their place.
import { element } from "./page.js";

export const readable = (name) => name.toLowerCase().replaceAll("_", " ");

/** A text whose spans are marked by entity and action; each mark needs start, end, entity and action. */
export function marked(text, marks) {
	const fragment = document.createDocumentFragment();
	let at = 0;
	for (const { start, end, entity, action } of marks) {
		fragment.append(text.slice(at, start));
		const label = `${readable(entity)}: ${action.toLowerCase()}`;
		fragment.append(element("mark", action.toLowerCase(), text.slice(start, end), element("small", "", label)));
		at = end;
	}
	fragment.append(text.slice(at));
	return fragment;
}

/** Two texts side by side. */
export function views(left, right) {
	const view = ([title, className, content]) => element("div", "", element("h3", "", title), element("div", "view " + className, content));
	return element("div", "views", view(left), view(right));
}
