/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.regex.Pattern;

/**
 * A kind of protected value. Names are upper-case words; an organisation may add its own.
 *
 * @param name its name, used in policies, meters and reports
 */
public record Entity(String name) {

	// Before the constants: they are checked as they are made.
	private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");

	/** Payment card number, validated by Luhn's check digit. */
	public static final Entity PAYMENT_CARD = new Entity("PAYMENT_CARD");

	/** E-mail address. */
	public static final Entity EMAIL = new Entity("EMAIL");

	/**
	 * International bank account number, validated by country length and ISO 7064 mod 97.
	 */
	public static final Entity IBAN = new Entity("IBAN");

	public Entity {
		if (!FORM.matcher(name).matches()) {
			throw new IllegalArgumentException("The name of an entity consists of upper-case letters, digits and _");
		}
	}

}
