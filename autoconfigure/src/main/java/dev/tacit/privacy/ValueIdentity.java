/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * What tells one value from another, whatever the way it is written. Errs towards two:
 * one person under two tokens is a nuisance, two under one token a mistaken patient.
 */
final class ValueIdentity {

	/**
	 * The issuer fixes how many letters and digits there are, so what stands between them
	 * says nothing. In Finnish and Swedish numbers it says the century.
	 */
	private static final Set<Entity> GROUPED = Set.of(Entity.PAYMENT_CARD, Entity.IBAN, Entity.BIC,
			Entity.ROUTING_NUMBER, Entity.US_SSN, Entity.US_ITIN, Entity.US_EIN, Entity.US_MBI, Entity.US_NPI,
			Entity.US_DEA, Entity.UK_NHS, Entity.UK_NINO, Entity.DE_TAX_ID, Entity.DE_KVNR, Entity.ES_NIF,
			Entity.ES_NIE, Entity.IT_FISCAL_CODE, Entity.FR_NIR, Entity.NL_BSN, Entity.BE_NATIONAL_NUMBER,
			Entity.PL_PESEL, Entity.PT_NIF, Entity.CH_AHV, Entity.VIN, Entity.IMEI, Entity.MAC_ADDRESS);

	/** Capitals say something here; they may in what an organisation adds. */
	private static final Set<Entity> CASED = Set.of(Entity.URL, Entity.CRYPTO_WALLET, Entity.SECRET);

	private ValueIdentity() {
	}

	/**
	 * Equal for the ways to write one value that are sure to mean the same: forms of
	 * Unicode, digits of other scripts, case, and what separates the words of a name or
	 * the groups of a number.
	 */
	static String of(Entity entity, String value) {
		boolean cased = CASED.contains(entity) || !Entity.builtIn().contains(entity);
		String plain = plain(value, cased);
		String identity = plain;
		if (entity.equals(Entity.PERSON)) {
			identity = joined(plain, " ");
		}
		else if (GROUPED.contains(entity)) {
			identity = joined(plain, "");
		}
		else if (entity.equals(Entity.PHONE)) {
			identity = ((plain.indexOf('+') >= 0) ? "+" : "") + joined(plain, "");
		}
		return identity.isEmpty() ? value : identity;
	}

	private static String plain(String value, boolean cased) {
		String form = Normalizer.normalize(value, Normalizer.Form.NFKC);
		StringBuilder plain = new StringBuilder(form.length());
		(cased ? form : form.toLowerCase(Locale.ROOT)).codePoints().forEach((point) -> {
			if (Character.isDigit(point)) {
				plain.append(Character.digit(point, 10));
			}
			else if (Character.getType(point) != Character.FORMAT) {
				plain.appendCodePoint(point);
			}
		});
		return plain.toString().replaceAll("\\s+", " ");
	}

	/** Letters and digits, and between those that others separate this. */
	private static String joined(String plain, String separator) {
		StringBuilder joined = new StringBuilder(plain.length());
		boolean apart = false;
		for (int at = 0; at < plain.length(); at += Character.charCount(plain.codePointAt(at))) {
			int point = plain.codePointAt(at);
			if (isPart(point)) {
				joined.append((apart && !joined.isEmpty()) ? separator : "").appendCodePoint(point);
			}
			apart = !isPart(point);
		}
		return joined.toString();
	}

	/** In many scripts marks are letters: two names may differ by nothing else. */
	private static boolean isPart(int point) {
		return switch (Character.getType(point)) {
			case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
			default -> Character.isLetterOrDigit(point);
		};
	}

}
