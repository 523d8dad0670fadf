/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * What a word or phrase says about the value that follows it, or about itself. The
 * lexicon maps words to sets of these, held as the bits of a {@code long}.
 */
enum Cue {

	CARD, CVV, IBAN, BIC, ACCOUNT, ROUTING, SSN, ITIN, EIN, MBI, NPI, DEA, MRN, HEALTH_PLAN, NHS, NINO, DE_TAX, KVNR,
	ES_NIF, FISCAL_CODE, NIR, BSN, BE_NN, PESEL, HETU, PNR, PT_NIF, AHV, VIN, IMEI, PASSPORT, WALLET, SECRET, POSTAL,
	PHONE, AGE,

	/** Says that a number is something else: an order, an invoice, a version. */
	NEGATIVE,

	/** A form of address: the next word is a name. */
	TITLE,

	/** A heading of a form: a name follows. */
	LABEL,

	/** "my name is": a name follows. */
	INTRODUCTION,

	GIVEN_NAME, SURNAME, NAME_PARTICLE,

	/** A word that is no name, however it is written. */
	COMMON,

	STREET_SUFFIX, STREET_PREFIX, UNIT, MONTH, US_STATE, AGE_UNIT, NUMBER_WORD;

	/** Cues that name a kind of number. */
	static final long NUMBERS = (1L << (NEGATIVE.ordinal() + 1)) - 1;

	long bit() {
		return 1L << ordinal();
	}

	boolean in(long set) {
		return (set & bit()) != 0;
	}

}
