/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * The policy refuses a text. Names what kind of value it held, never the value.
 */
public class PolicyBlockedException extends RuntimeException {

	private final transient Set<Entity> entities;

	private final Direction direction;

	public PolicyBlockedException(Set<Entity> entities, Direction direction) {
		this("The privacy policy refuses this text (" + direction + "): it holds "
				+ String.join(", ", entities.stream().map(Entity::name).sorted().toList()), entities, direction);
	}

	PolicyBlockedException(String message, Set<Entity> entities, Direction direction) {
		super(message);
		this.entities = Set.copyOf(entities);
		this.direction = direction;
	}

	/**
	 * Kinds of value that were found.
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
