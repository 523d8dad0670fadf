/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.tacit.privacy.Action;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.PrivacyPolicyBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The privacy policy.
 */
@ConfigurationProperties("tacit.privacy")
public class TacitPrivacyProperties {

	/**
	 * Action by entity, for every direction: block, redact, mask or allow. Entities that
	 * are not named are masked, e-mail addresses redacted.
	 */
	private Map<String, Action> entities = new LinkedHashMap<>();

	PrivacyPolicy toPolicy() {
		PrivacyPolicyBuilder policy = PrivacyPolicy.builder();
		this.entities.forEach((name, action) -> policy.entity(known(name), action));
		return policy.build();
	}

	private Entity known(String name) {
		for (Entity entity : Entity.builtIn()) {
			if (entity.name().equals(name)) {
				return entity;
			}
		}
		throw new InvalidConfigurationPropertyValueException("tacit.privacy.entities." + name, this.entities.get(name),
				"no detector finds this entity; known are " + Entity.builtIn());
	}

	public Map<String, Action> getEntities() {
		return this.entities;
	}

	public void setEntities(Map<String, Action> entities) {
		this.entities = entities;
	}

}
