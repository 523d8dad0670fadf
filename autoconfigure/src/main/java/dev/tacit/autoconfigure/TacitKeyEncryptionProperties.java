/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.tacit.audit.KeyEncryption;
import dev.tacit.audit.LedgerOpenException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What wraps the data keys of the ledger.
 */
@ConfigurationProperties("tacit.audit.key-encryption")
public class TacitKeyEncryptionProperties {

	/**
	 * Key that wraps the data keys of subjects, 32 bytes in Base64, best from the
	 * environment variable TACIT_AUDIT_KEYENCRYPTION_KEY. When unset, a KeyEncryption
	 * bean wraps them, and without one a key of the key file.
	 */
	private @Nullable String key;

	/**
	 * Earlier values of the key, which still open what they wrapped until keys are
	 * rotated.
	 */
	private List<String> formerKeys = new ArrayList<>();

	/** What wraps data keys; {@code null} for the key file. */
	@Nullable KeyEncryption orElse(@Nullable KeyEncryption bean) {
		if (this.key == null) {
			return bean;
		}
		if (bean != null) {
			throw new LedgerOpenException("A KeyEncryption bean wraps the ledger's data keys already; remove it, or "
					+ "leave tacit.audit.key-encryption.key out", null);
		}
		List<String> keys = new ArrayList<>(List.of(this.key));
		keys.addAll(this.formerKeys);
		return KeyEncryption.withKeys(keys);
	}

	public @Nullable String getKey() {
		return this.key;
	}

	public void setKey(@Nullable String key) {
		this.key = key;
	}

	public List<String> getFormerKeys() {
		return this.formerKeys;
	}

	public void setFormerKeys(List<String> formerKeys) {
		this.formerKeys = formerKeys;
	}

}
