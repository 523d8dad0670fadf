/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * UUIDs of version 7 (RFC 9562): they sort by time, so an index over them grows at its
 * end.
 */
final class RecordIds {

	private RecordIds() {
	}

	static String next(long timeMillis) {
		ByteBuffer random = ByteBuffer.wrap(AesGcm.randomBytes(16));
		long high = timeMillis << 16 | 0x7000 | random.getLong() & 0xfff;
		long low = random.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
		return new UUID(high, low).toString();
	}

}
