/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.List;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Our bytes are those of the generated protobuf code, message by message. */
class OnnxGraphTests {

	@Test
	void aGraphWithEveryMessageIsByteForByteThatOfGeneratedCode() throws Exception {
		byte[] ours = everything().toByteArray();
		assertThat(OnnxMl.ModelProto.parseFrom(ours)).isEqualTo(oracle());
		assertThat(ours).isEqualTo(oracle().toByteArray());
	}

	@Test
	void theSameGraphGivesTheSameBytes() {
		assertThat(everything().toByteArray()).isEqualTo(everything().toByteArray());
	}

	@Test
	void aNodeThatReadsAheadIsNamed() {
		OnnxGraph graph = new OnnxGraph("g");
		graph.apply("Neg", OnnxGraph.ONNX, "y", List.of("x"));
		assertThatIllegalStateException().isThrownBy(graph::toByteArray)
			.withMessageContaining("'y'")
			.withMessageContaining("'x'");
	}

	@Test
	void aValueDefinedTwiceIsNamed() {
		OnnxGraph graph = new OnnxGraph("g");
		graph.input("x", OnnxType.FLOAT, List.of(1L));
		graph.apply("Neg", OnnxGraph.ONNX, "x", List.of("x"));
		assertThatIllegalStateException().isThrownBy(graph::toByteArray).withMessageContaining("defined twice");
	}

	@Test
	void anOutputNobodyComputesIsNamed() {
		OnnxGraph graph = new OnnxGraph("g");
		graph.output("z", OnnxType.FLOAT, List.of(1L));
		assertThatIllegalStateException().isThrownBy(graph::toByteArray).withMessageContaining("'z'");
	}

	private static OnnxGraph everything() {
		OnnxGraph graph = new OnnxGraph("g");
		graph.input("x", OnnxType.FLOAT, List.of("batch", 3L));
		graph.input("i", OnnxType.INT64, List.of("rows"));
		graph.inputOfAnyShape("n", OnnxType.INT32);
		graph.add(new OnnxInitializer.Inline("shape", OnnxType.INT64, List.of(1L),
				new byte[] { -1, -1, -1, -1, -1, -1, -1, -1 }));
		graph.add(new OnnxInitializer.External("w", OnnxType.UINT8, List.of(300L, 2L), "model.onnx.data", 4096, 600));
		graph.apply("Neg", OnnxGraph.ONNX, "a", List.of("x"));
		graph.add(new OnnxNode("node", "Special", OnnxGraph.MICROSOFT, List.of("a", "", "w"), List.of("b", "", "c"),
				List.of(OnnxAttribute.of("zero", 0), OnnxAttribute.of("negative", -1),
						OnnxAttribute.of("large", Long.MAX_VALUE), OnnxAttribute.of("least", Long.MIN_VALUE),
						OnnxAttribute.of("epsilon", 1e-5f), OnnxAttribute.of("nothing", 0f),
						OnnxAttribute.of("text", "a\u00fc\u20ac"), OnnxAttribute.list("list", 0, -2, 300))));
		graph.output("b", OnnxType.FLOAT, List.of("batch", 3L));
		return graph;
	}

	private static OnnxMl.ModelProto oracle() {
		OnnxMl.NodeProto.Builder special = OnnxMl.NodeProto.newBuilder()
			.addInput("a")
			.addInput("")
			.addInput("w")
			.addOutput("b")
			.addOutput("")
			.addOutput("c")
			.setName("node")
			.setOpType("Special")
			.setDomain("com.microsoft")
			.addAttribute(integer("zero", 0))
			.addAttribute(integer("negative", -1))
			.addAttribute(integer("large", Long.MAX_VALUE))
			.addAttribute(integer("least", Long.MIN_VALUE))
			.addAttribute(single("epsilon", 1e-5f))
			.addAttribute(single("nothing", 0f))
			.addAttribute(OnnxMl.AttributeProto.newBuilder()
				.setName("text")
				.setS(ByteString.copyFromUtf8("a\u00fc\u20ac"))
				.setType(OnnxMl.AttributeProto.AttributeType.STRING))
			.addAttribute(OnnxMl.AttributeProto.newBuilder()
				.setName("list")
				.addInts(0)
				.addInts(-2)
				.addInts(300)
				.setType(OnnxMl.AttributeProto.AttributeType.INTS));
		OnnxMl.TensorShapeProto.Dimension batch = OnnxMl.TensorShapeProto.Dimension.newBuilder()
			.setDimParam("batch")
			.build();
		OnnxMl.TensorShapeProto.Dimension rows = OnnxMl.TensorShapeProto.Dimension.newBuilder()
			.setDimParam("rows")
			.build();
		OnnxMl.TensorShapeProto.Dimension three = OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(3).build();
		OnnxMl.TensorShapeProto matrix = OnnxMl.TensorShapeProto.newBuilder().addDim(batch).addDim(three).build();
		OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder()
			.addNode(OnnxMl.NodeProto.newBuilder().addInput("x").addOutput("a").setName("a").setOpType("Neg"))
			.addNode(special)
			.setName("g")
			.addInitializer(OnnxMl.TensorProto.newBuilder()
				.addDims(1)
				.setDataType(7)
				.setName("shape")
				.setRawData(ByteString.copyFrom(new byte[] { -1, -1, -1, -1, -1, -1, -1, -1 })))
			.addInitializer(OnnxMl.TensorProto.newBuilder()
				.addDims(300)
				.addDims(2)
				.setDataType(2)
				.setName("w")
				.addExternalData(entry("location", "model.onnx.data"))
				.addExternalData(entry("offset", "4096"))
				.addExternalData(entry("length", "600"))
				.setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL))
			.addInput(value("x", 1, matrix))
			.addInput(value("i", 7, OnnxMl.TensorShapeProto.newBuilder().addDim(rows).build()))
			.addInput(OnnxMl.ValueInfoProto.newBuilder()
				.setName("n")
				.setType(OnnxMl.TypeProto.newBuilder()
					.setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(6))))
			.addOutput(value("b", 1, matrix));
		return OnnxMl.ModelProto.newBuilder()
			.setIrVersion(8)
			.setProducerName("tacit")
			.setGraph(graph)
			.addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
			.addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
			.build();
	}

	private static OnnxMl.AttributeProto integer(String name, long value) {
		return OnnxMl.AttributeProto.newBuilder()
			.setName(name)
			.setI(value)
			.setType(OnnxMl.AttributeProto.AttributeType.INT)
			.build();
	}

	private static OnnxMl.AttributeProto single(String name, float value) {
		return OnnxMl.AttributeProto.newBuilder()
			.setName(name)
			.setF(value)
			.setType(OnnxMl.AttributeProto.AttributeType.FLOAT)
			.build();
	}

	private static OnnxMl.StringStringEntryProto entry(String key, String value) {
		return OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
	}

	private static OnnxMl.ValueInfoProto value(String name, int type, OnnxMl.TensorShapeProto shape) {
		return OnnxMl.ValueInfoProto.newBuilder()
			.setName(name)
			.setType(OnnxMl.TypeProto.newBuilder()
				.setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
			.build();
	}

}
