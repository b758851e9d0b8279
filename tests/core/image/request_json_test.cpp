// core/image: a request as JSON, to the last field.
#include "core/image/request_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace diptych {
namespace {

GenerationRequest fullRequest() {
    GenerationRequest request;
    request.conversation = {
        "一隻貓, \"quoted\" \\\nback", "system\r\n", "thought", "answer", true, false, true, true};
    request.templateName = "photo";
    request.negativePrompt = "blurry";
    request.width = 1328;
    request.height = 784;
    request.steps = 27;
    request.seed = std::numeric_limits<std::int64_t>::max();
    request.count = 3;
    request.seedRule = SeedRule::Random;
    request.variety = {1.5, 0.25};
    request.guidanceScale = 0.1 + 0.2;
    request.cfgNormalization = 1.25;
    request.cfgTruncation = 0.7;
    request.skipLayers = {2.5, {7, 9}, 0.1, 0.6};
    request.shift = 1.0 / 3.0;
    request.scheduler = "unipc";
    request.sigmaSpacing = "karras";
    request.hiddenLayer = -5;
    request.longPromptMode = LongPromptMode::AttentionPool;
    request.maxPromptTokens = 300;
    request.source = {"/home/me/é.png", "/home/me/mask.png", 0.6, FitMode::Pad, {1, 20, 255}, true};
    request.twoPass = {true, 768, 0.4};
    request.loras = {{"/models/style, one.safetensors", 0.7}, {"zwei", -1e-300}};
    request.loraTriggerWords = true;
    request.embeddings = {"/home/me/cat.safetensors", "/home/me/no.safetensors"};
    return request;
}

GenerationRequest throughJson(const GenerationRequest& request) {
    return valueOrThrow(requestFromJson(requestToJson(request)));
}

// Refuses to compile when a field is added, and says by that: add it above and to request_fields.h.
TEST(RequestJson, knowsEveryField) {
    const auto full = fullRequest();
    const auto plain = GenerationRequest{};
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y] = full;
    const auto& [A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y] = plain;
    EXPECT_TRUE(a != A && b != B && c != C && d != D && e != E && f != F && g != G && h != H)
        << "every field of fullRequest must differ from its default";
    EXPECT_TRUE(i != I && j != J && k != K && l != L && m != M && n != N && o != O && p != P);
    EXPECT_TRUE(q != Q && r != R && s != S && t != T && u != U && v != V && w != W && x != X &&
                y != Y);
}

TEST(RequestJson, bringsBackEveryField) {
    EXPECT_EQ(throughJson(fullRequest()), fullRequest());
    EXPECT_EQ(throughJson(GenerationRequest{}), GenerationRequest{});
}

TEST(RequestJson, keepsTheNumbersOfWhatIsOff) {
    GenerationRequest off;
    off.variety.fraction = 0.1;
    off.skipLayers.layers = {3};
    off.twoPass = {false, 64, 0.25};
    off.source.fit = FitMode::Stretch;
    off.source.mask = "mask.png";
    off.cfgTruncation.reset();
    off.loras = {{"one", 0.0}};
    EXPECT_EQ(throughJson(off), off);
}

TEST(RequestJson, mendsTextsThatAreNotUtf8) {
    GenerationRequest request;
    request.conversation.user = "a\xff"
                                "b";
    request.loras = {{"\xfe", 1.0}};
    EXPECT_EQ(throughJson(request).conversation.user, "a\xEF\xBF\xBD"
                                                      "b");
}

TEST(RequestJson, refusesWhatIsNotARequestAndNamesTheKey) {
    for (const char* text :
         {"", "[]", "null", "{", "\"x\"", "{\"width\": \"wide\"}", "{\"width\": 1e30}",
          "{\"loras\": [{\"path\": 3}]}", "{\"two_pass\": {\"enabled\": 1}}"}) {
        const auto read = requestFromJson(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::FileInvalid);
        EXPECT_NE(read.error().message.find("request"), std::string::npos);
    }
    EXPECT_EQ(requestFromJson("{\"width\": \"wide\"}").error().args.at(0), "width");
    EXPECT_EQ(requestFromJson("{\"unknown\": 1}").value(), GenerationRequest{});
}

} // namespace
} // namespace diptych
