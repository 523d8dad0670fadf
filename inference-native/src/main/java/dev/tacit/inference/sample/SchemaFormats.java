/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Formats of strings whose every text is what the format says, so that whoever reads the
 * answer as a date or an identifier can. Fewer texts than the format allows: no 29th of
 * February, no time zone but UTC, no capital letters in identifiers.
 */
final class SchemaFormats {

	private static final String DATE = "\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])"
			+ "|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))";

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

	private static final Map<String, PatternParser.Form> FORMS = Map.of("date", PatternParser.parse("^" + DATE + "$"),
			"date-time", PatternParser.parse("^" + DATE + "T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z$"),
			"uuid", PatternParser.parse("^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"), "ipv4",
			PatternParser.parse("^(" + OCTET + "\\.){3}" + OCTET + "$"));

	private SchemaFormats() {
	}

	/**
	 * The form of a format.
	 * @param format the keyword's value
	 * @param least least characters that the schema asks for
	 * @param most most characters
	 * @return the form, {@code null} for a format that is read past, or whose texts the
	 * bounds would cut
	 */
	static PatternParser.@Nullable Form form(@Nullable Object format, int least, int most) {
		PatternParser.Form form = (format instanceof String name) ? FORMS.get(name) : null;
		return (form != null && form.least() >= least && form.most() <= most) ? form : null;
	}

}
