/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rules that answer to a regulation, to begin with. No pack makes a text anonymous, and
 * none is legal advice.
 */
public enum Pack {

	/**
	 * 45 CFR 164.514(b)(2): the identifiers of Safe Harbor that occur in text are
	 * removed, dates, ages and postal codes made coarser. Names and places are found
	 * within limits, so that this alone does not make a record de-identified.
	 */
	HIPAA_SAFE_HARBOR(Map.of(Action.REDACT,
			List.of(Entity.PERSON, Entity.ADDRESS, Entity.PHONE, Entity.EMAIL, Entity.URL, Entity.IP_ADDRESS,
					Entity.MAC_ADDRESS, Entity.US_SSN, Entity.US_ITIN, Entity.US_EIN, Entity.US_MBI, Entity.US_NPI,
					Entity.US_DEA, Entity.MEDICAL_RECORD_NUMBER, Entity.HEALTH_PLAN_ID, Entity.BANK_ACCOUNT,
					Entity.IBAN, Entity.PAYMENT_CARD, Entity.ROUTING_NUMBER, Entity.VIN, Entity.IMEI, Entity.PASSPORT,
					Entity.UK_NHS, Entity.DE_KVNR, Entity.FR_NIR),
			Action.GENERALISE, List.of(Entity.DATE, Entity.AGE, Entity.POSTAL_CODE))),

	/**
	 * PCI DSS 4.0.1, 3.3.1 and 3.4.1: card numbers show their last four digits, security
	 * codes and track data go nowhere.
	 */
	PCI_DSS(Map.of(Action.MASK, List.of(Entity.PAYMENT_CARD), Action.BLOCK, List.of(Entity.CARD_SECURITY_CODE))),

	/**
	 * Regulation (EU) 2016/679: what names or contacts a person is pseudonymised,
	 * national numbers removed, accounts masked.
	 */
	GDPR_EU(Map.of(Action.PSEUDONYMISE,
			List.of(Entity.PERSON, Entity.ADDRESS, Entity.PHONE, Entity.EMAIL, Entity.MEDICAL_RECORD_NUMBER),
			Action.REDACT,
			List.of(Entity.UK_NHS, Entity.UK_NINO, Entity.DE_TAX_ID, Entity.DE_KVNR, Entity.ES_NIF, Entity.ES_NIE,
					Entity.IT_FISCAL_CODE, Entity.FR_NIR, Entity.NL_BSN, Entity.BE_NATIONAL_NUMBER, Entity.PL_PESEL,
					Entity.FI_HETU, Entity.SE_PERSONNUMMER, Entity.PT_NIF, Entity.CH_AHV, Entity.PASSPORT,
					Entity.HEALTH_PLAN_ID, Entity.IP_ADDRESS, Entity.MAC_ADDRESS, Entity.IMEI, Entity.VIN),
			Action.MASK, List.of(Entity.IBAN, Entity.BANK_ACCOUNT, Entity.PAYMENT_CARD))),

	/**
	 * Gramm-Leach-Bliley, 16 CFR 313 and 314: what identifies a customer of a bank is
	 * removed or masked.
	 */
	GLBA(Map.of(Action.REDACT, List.of(Entity.US_SSN, Entity.US_ITIN, Entity.US_EIN, Entity.PASSPORT), Action.MASK,
			List.of(Entity.BANK_ACCOUNT, Entity.ROUTING_NUMBER, Entity.IBAN, Entity.PAYMENT_CARD), Action.PSEUDONYMISE,
			List.of(Entity.PERSON, Entity.ADDRESS, Entity.PHONE, Entity.EMAIL)));

	private final Map<Action, List<Entity>> rules;

	Pack(Map<Action, List<Entity>> rules) {
		this.rules = rules;
	}

	/**
	 * The pack with a name.
	 * @param name for example {@code pci-dss}
	 * @return the pack
	 */
	public static Pack named(String name) {
		return Arrays.stream(values())
			.filter((pack) -> pack.toString().equals(name.trim().toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new PrivacyPolicyException("No pack of privacy rules is called '" + name.trim()
					+ "'; known are " + Arrays.toString(values())));
	}

	void addTo(RuleSet set) {
		this.rules.forEach(
				(action, entities) -> entities.forEach((entity) -> set.tighten(entity, null, new Treatment(action))));
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
