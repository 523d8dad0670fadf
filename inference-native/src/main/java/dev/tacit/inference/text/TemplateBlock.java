/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;

/** A parsed statement or a run of text. Immutable. */
interface TemplateBlock {

	Flow write(TemplateScope scope, StringBuilder out);

	static TemplateBlock sequence(List<TemplateBlock> parts) {
		List<TemplateBlock> fixed = List.copyOf(parts);
		return (scope, out) -> {
			for (TemplateBlock part : fixed) {
				Flow flow = part.write(scope, out);
				if (flow != Flow.ON) {
					return flow;
				}
			}
			return Flow.ON;
		};
	}

	/** Where to go on after a block. */
	enum Flow {

		ON, BREAK, CONTINUE

	}

}
