/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

/**
 * Why a generation ended.
 */
public enum FinishReason {

	/** The model wrote a stop token, or the text reached a stop sequence. */
	STOP,

	/** The model called one or more tools and awaits their results. */
	TOOL_CALLS,

	/** The limit of new tokens, or of the context, was reached. */
	LENGTH,

	/** The caller cancelled; what was written until then is valid. */
	CANCELLED,

	/** The request's time ran out, in the queue or while decoding. */
	TIMEOUT

}
