/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import org.jspecify.annotations.Nullable;

/**
 * Sampling settings of generation_config.json; a value is {@code null} where the file is
 * silent, which is usual.
 *
 * @param sample whether to sample at all, or to decode greedily
 * @param temperature divisor of the logits
 * @param topK how many candidates stay
 * @param topP probability mass that stays
 * @param minP smallest probability relative to the best candidate
 * @param repetitionPenalty factor on tokens seen before
 * @param maxNewTokens tokens to generate at most
 */
public record GenerationDefaults(@Nullable Boolean sample, @Nullable Double temperature, @Nullable Integer topK,
		@Nullable Double topP, @Nullable Double minP, @Nullable Double repetitionPenalty,
		@Nullable Integer maxNewTokens) {

	/** No setting at all. */
	public static final GenerationDefaults NONE = new GenerationDefaults(null, null, null, null, null, null, null);

}
