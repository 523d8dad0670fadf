/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A kind of protected value. Names are upper-case words; an organisation may add its own.
 *
 * @param name name in policies, meters and reports
 */
public record Entity(String name) {

	// Before the constants: they are checked as they are made.
	private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");

	/** Name of a person. */
	public static final Entity PERSON = new Entity("PERSON");

	/** Street address or post-office box. */
	public static final Entity ADDRESS = new Entity("ADDRESS");

	/** Postal code. */
	public static final Entity POSTAL_CODE = new Entity("POSTAL_CODE");

	/** Calendar date that exists. */
	public static final Entity DATE = new Entity("DATE");

	/** Age of 90 years or more. */
	public static final Entity AGE = new Entity("AGE");

	/** Telephone or fax number. */
	public static final Entity PHONE = new Entity("PHONE");

	/** E-mail address. */
	public static final Entity EMAIL = new Entity("EMAIL");

	/** Web address. */
	public static final Entity URL = new Entity("URL");

	/** Internet address, version 4 or 6. */
	public static final Entity IP_ADDRESS = new Entity("IP_ADDRESS");

	/** Hardware address of a network card. */
	public static final Entity MAC_ADDRESS = new Entity("MAC_ADDRESS");

	/** Payment card number: issuer range, length and Luhn's check digit. */
	public static final Entity PAYMENT_CARD = new Entity("PAYMENT_CARD");

	/** Card security code, or track data. */
	public static final Entity CARD_SECURITY_CODE = new Entity("CARD_SECURITY_CODE");

	/** International bank account number: country length and ISO 7064 mod 97. */
	public static final Entity IBAN = new Entity("IBAN");

	/** Business identifier code of a bank. */
	public static final Entity BIC = new Entity("BIC");

	/** Account number, by cue. */
	public static final Entity BANK_ACCOUNT = new Entity("BANK_ACCOUNT");

	/** American bank routing number. */
	public static final Entity ROUTING_NUMBER = new Entity("ROUTING_NUMBER");

	/** American social security number. */
	public static final Entity US_SSN = new Entity("US_SSN");

	/** American individual taxpayer number. */
	public static final Entity US_ITIN = new Entity("US_ITIN");

	/** American employer number. */
	public static final Entity US_EIN = new Entity("US_EIN");

	/** Medicare beneficiary identifier. */
	public static final Entity US_MBI = new Entity("US_MBI");

	/** American provider number. */
	public static final Entity US_NPI = new Entity("US_NPI");

	/** American prescriber number. */
	public static final Entity US_DEA = new Entity("US_DEA");

	/** Number of a medical record or an encounter, by cue. */
	public static final Entity MEDICAL_RECORD_NUMBER = new Entity("MEDICAL_RECORD_NUMBER");

	/** Number of a member of a health plan, by cue. */
	public static final Entity HEALTH_PLAN_ID = new Entity("HEALTH_PLAN_ID");

	/** British NHS number. */
	public static final Entity UK_NHS = new Entity("UK_NHS");

	/** British national insurance number. */
	public static final Entity UK_NINO = new Entity("UK_NINO");

	/** German tax identification number. */
	public static final Entity DE_TAX_ID = new Entity("DE_TAX_ID");

	/** German health insurance number. */
	public static final Entity DE_KVNR = new Entity("DE_KVNR");

	/** Spanish identity number. */
	public static final Entity ES_NIF = new Entity("ES_NIF");

	/** Spanish identity number of foreigners. */
	public static final Entity ES_NIE = new Entity("ES_NIE");

	/** Italian fiscal code. */
	public static final Entity IT_FISCAL_CODE = new Entity("IT_FISCAL_CODE");

	/** French social security number. */
	public static final Entity FR_NIR = new Entity("FR_NIR");

	/** Dutch citizen number. */
	public static final Entity NL_BSN = new Entity("NL_BSN");

	/** Belgian national number. */
	public static final Entity BE_NATIONAL_NUMBER = new Entity("BE_NATIONAL_NUMBER");

	/** Polish identity number. */
	public static final Entity PL_PESEL = new Entity("PL_PESEL");

	/** Finnish identity code. */
	public static final Entity FI_HETU = new Entity("FI_HETU");

	/** Swedish personal number. */
	public static final Entity SE_PERSONNUMMER = new Entity("SE_PERSONNUMMER");

	/** Portuguese tax number. */
	public static final Entity PT_NIF = new Entity("PT_NIF");

	/** Swiss social security number. */
	public static final Entity CH_AHV = new Entity("CH_AHV");

	/** Vehicle identification number. */
	public static final Entity VIN = new Entity("VIN");

	/** Number of a mobile device. */
	public static final Entity IMEI = new Entity("IMEI");

	/** Passport number, by cue or machine-readable zone. */
	public static final Entity PASSPORT = new Entity("PASSPORT");

	/** Address of a cryptocurrency wallet. */
	public static final Entity CRYPTO_WALLET = new Entity("CRYPTO_WALLET");

	/** Key, token, password or PIN. */
	public static final Entity SECRET = new Entity("SECRET");

	private static final List<Entity> BUILT_IN = List.of(PERSON, ADDRESS, POSTAL_CODE, DATE, AGE, PHONE, EMAIL, URL,
			IP_ADDRESS, MAC_ADDRESS, PAYMENT_CARD, CARD_SECURITY_CODE, IBAN, BIC, BANK_ACCOUNT, ROUTING_NUMBER, US_SSN,
			US_ITIN, US_EIN, US_MBI, US_NPI, US_DEA, MEDICAL_RECORD_NUMBER, HEALTH_PLAN_ID, UK_NHS, UK_NINO, DE_TAX_ID,
			DE_KVNR, ES_NIF, ES_NIE, IT_FISCAL_CODE, FR_NIR, NL_BSN, BE_NATIONAL_NUMBER, PL_PESEL, FI_HETU,
			SE_PERSONNUMMER, PT_NIF, CH_AHV, VIN, IMEI, PASSPORT, CRYPTO_WALLET, SECRET);

	public Entity {
		if (!FORM.matcher(name).matches()) {
			throw new IllegalArgumentException("The name of an entity consists of upper-case letters, digits and _");
		}
	}

	// A record's own are slower by far, and these stand in the way of every value.

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Entity entity && this.name.equals(entity.name));
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	/**
	 * Every entity this library detects.
	 * @return the entities
	 */
	public static List<Entity> builtIn() {
		return BUILT_IN;
	}

	static Stream<String> names() {
		return BUILT_IN.stream().map(Entity::name);
	}

}
