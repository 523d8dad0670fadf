/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.privacy.Detector;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.LeavingProcess;
import dev.tacit.privacy.PatternDetector;
import dev.tacit.privacy.PolicySettings;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicyException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The privacy policy.
 */
@ConfigurationProperties("tacit.privacy")
public class TacitPrivacyProperties {

	/**
	 * Rules that answer to a regulation: hipaa-safe-harbor, pci-dss, gdpr-eu, glba.
	 */
	private List<String> packs = new ArrayList<>();

	/**
	 * Action by entity, or by entity and direction: block, redact, hash, pseudonymise,
	 * mask, mask(n), generalise or allow. ALL stands for every entity or direction.
	 */
	private Map<String, String> entities = new LinkedHashMap<>();

	/**
	 * Rules for callers with a role, in the form of the entities.
	 */
	private Map<String, Map<String, String>> roles = new LinkedHashMap<>();

	/**
	 * Rules that tighten what holds for a purpose, in the form of the entities.
	 */
	private Map<String, Map<String, String>> purposes = new LinkedHashMap<>();

	/**
	 * How sure a finding must be, from 0 to 1, by entity; "default" stands for all.
	 */
	private Map<String, Object> thresholds = new LinkedHashMap<>();

	/**
	 * Roles that see what stands behind a pseudonym, besides TACIT_REIDENTIFY.
	 */
	private List<String> reidentify = new ArrayList<>();

	/**
	 * Which prompts may leave this process for a remote engine: none, those in which the
	 * policy changed nothing, or all after the policy was applied.
	 */
	private LeavingProcess leavingProcess = LeavingProcess.NEVER;

	/**
	 * Countries whose telephone numbers are known without the international prefix.
	 */
	private List<String> phoneRegions = new ArrayList<>(List.of("US", "GB", "DE", "FR", "ES"));

	/**
	 * Secret of at least 32 characters for hashes and pseudonyms. Without it, one is made
	 * at each start, so that hashes of two starts differ.
	 */
	private @Nullable String key;

	/**
	 * Entities of the organisation's own, by name.
	 */
	private Map<String, Custom> custom = new LinkedHashMap<>();

	PrivacyFilter toFilter(List<Detector> more) {
		List<Detector> detectors = new ArrayList<>(more);
		this.custom.forEach((name, definition) -> detectors.add(definition.toDetector(name)));
		detectors.addAll(PrivacyFilter.builtInDetectors(this.phoneRegions));
		Set<Entity> known = new LinkedHashSet<>(Entity.builtIn());
		detectors.forEach((detector) -> known.addAll(detector.entities()));
		Map<String, Object> settings = Map.of("packs", this.packs, "entities", this.entities, "roles", this.roles,
				"purposes", this.purposes, "thresholds", this.thresholds, "reidentify", this.reidentify,
				"leaving-process", this.leavingProcess);
		PolicySettings policy = new PolicySettings(known, "tacit.privacy.");
		if (this.key == null) {
			return new PrivacyFilter(policy.read(settings), detectors);
		}
		if (this.key.length() < 32) {
			throw new PrivacyPolicyException("tacit.privacy.key has fewer than 32 characters");
		}
		return new PrivacyFilter(policy.read(settings), detectors, this.key.getBytes(StandardCharsets.UTF_8));
	}

	public List<String> getPacks() {
		return this.packs;
	}

	public void setPacks(List<String> packs) {
		this.packs = packs;
	}

	public Map<String, String> getEntities() {
		return this.entities;
	}

	public void setEntities(Map<String, String> entities) {
		this.entities = entities;
	}

	public Map<String, Map<String, String>> getRoles() {
		return this.roles;
	}

	public void setRoles(Map<String, Map<String, String>> roles) {
		this.roles = roles;
	}

	public Map<String, Map<String, String>> getPurposes() {
		return this.purposes;
	}

	public void setPurposes(Map<String, Map<String, String>> purposes) {
		this.purposes = purposes;
	}

	public Map<String, Object> getThresholds() {
		return this.thresholds;
	}

	public void setThresholds(Map<String, Object> thresholds) {
		this.thresholds = thresholds;
	}

	public List<String> getReidentify() {
		return this.reidentify;
	}

	public void setReidentify(List<String> reidentify) {
		this.reidentify = reidentify;
	}

	public LeavingProcess getLeavingProcess() {
		return this.leavingProcess;
	}

	public void setLeavingProcess(LeavingProcess leavingProcess) {
		this.leavingProcess = leavingProcess;
	}

	public List<String> getPhoneRegions() {
		return this.phoneRegions;
	}

	public void setPhoneRegions(List<String> phoneRegions) {
		this.phoneRegions = phoneRegions;
	}

	public @Nullable String getKey() {
		return this.key;
	}

	public void setKey(@Nullable String key) {
		this.key = key;
	}

	public Map<String, Custom> getCustom() {
		return this.custom;
	}

	public void setCustom(Map<String, Custom> custom) {
		this.custom = custom;
	}

	/**
	 * An entity of the organisation's own.
	 */
	public static class Custom {

		/**
		 * Pattern in RE2 syntax, matched from the first letter or digit of a word.
		 */
		private @Nullable String pattern;

		/**
		 * Rule for the digits of a match.
		 */
		private PatternDetector.Check check = PatternDetector.Check.NONE;

		/**
		 * Words of which one must stand within 60 characters before a match.
		 */
		private List<String> context = new ArrayList<>();

		/**
		 * Over how many words, as blanks separate them, a value may reach.
		 */
		private int words = 1;

		PatternDetector toDetector(String name) {
			if (this.pattern == null) {
				throw new PrivacyPolicyException("tacit.privacy.custom." + name + " has no pattern");
			}
			try {
				return new PatternDetector(new Entity(name), this.pattern, this.check, this.context, this.words);
			}
			catch (IllegalArgumentException ex) {
				throw new PrivacyPolicyException(
						"tacit.privacy.custom." + name + ": the name consists of upper-case letters, digits and _");
			}
		}

		public @Nullable String getPattern() {
			return this.pattern;
		}

		public void setPattern(@Nullable String pattern) {
			this.pattern = pattern;
		}

		public PatternDetector.Check getCheck() {
			return this.check;
		}

		public void setCheck(PatternDetector.Check check) {
			this.check = check;
		}

		public List<String> getContext() {
			return this.context;
		}

		public void setContext(List<String> context) {
			this.context = context;
		}

		public int getWords() {
			return this.words;
		}

		public void setWords(int words) {
			this.words = words;
		}

	}

}
