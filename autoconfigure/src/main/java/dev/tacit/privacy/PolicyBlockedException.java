/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * The policy refuses a text. Names what kind of value it held, never the value; or, with
 * no entity, the limit of the scan that the text exceeds.
 */
public class PolicyBlockedException extends RuntimeException {

	private final transient Set<Entity> entities;

	private final Direction direction;

	/**
	 * Refuses a text.
	 * @param entities kinds of value that were found; none if a limit was hit
	 * @param direction where the text was going
	 */
	public PolicyBlockedException(Set<Entity> entities, Direction direction) {
		this("The privacy policy refuses this text (" + direction + "): " + reason(entities), entities, direction);
	}

	PolicyBlockedException(String message, Set<Entity> entities, Direction direction) {
		super(message);
		this.entities = Set.copyOf(entities);
		this.direction = direction;
	}

	private static String reason(Set<Entity> entities) {
		return entities.isEmpty()
				? "it is longer than " + (StreamFilter.MOST >> 20) + " Mi characters, or values overlap over more than "
						+ (Scanner.LONGEST_CLUSTER >> 10) + " Ki; send it in parts"
				: "it holds " + String.join(", ", entities.stream().map(Entity::name).sorted().toList());
	}

	/**
	 * Kinds of value that were found; empty if a limit was hit.
	 * @return the entities
	 */
	public Set<Entity> entities() {
		return this.entities;
	}

	/**
	 * Where the text was going.
	 * @return the direction
	 */
	public Direction direction() {
		return this.direction;
	}

}
