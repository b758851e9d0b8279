// libjpeg reports errors by a callback that must not return, so it jumps. Every function that calls
// setjmp here has only trivial locals and calls nothing with a destructor: buffers and handles live
// in an object of the caller.
#include "core/image/byte_text.h"
#include "core/image/codecs.h"
#include "core/image/image_limits.h"

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <new>

// jpeglib.h needs FILE and size_t to be declared before it.
#include <jpeglib.h>

#include <jerror.h>

namespace diptych::image {

namespace {

constexpr std::string_view kExifSegment("Exif\0\0", 6);
constexpr std::string_view kXmpSegment("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr int kMarkerExif = JPEG_APP0 + 1; // APP1 holds EXIF and XMP
constexpr int kMostScans = 200;            // far above real progressive files; a bomb has thousands

struct JpegErrors {
    jpeg_error_mgr manager{}; // first, so that libjpeg's pointer to it is a pointer to this
    jmp_buf jump{};
    char text[JMSG_LENGTH_MAX] = "";
};

void onError(j_common_ptr common) {
    auto* errors = reinterpret_cast<JpegErrors*>(common->err);
    (*common->err->format_message)(common, errors->text);
    std::longjmp(errors->jump, 1);
}

// libjpeg draws on after damage and calls it a warning. Missing or wrong data is an error here,
// oddities are not.
void onMessage(j_common_ptr common, int level) {
    if (level >= 0)
        return;
    switch (common->err->msg_code) {
    case JWRN_ARITH_BAD_CODE:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_JPEG_EOF:
    case JWRN_MUST_RESYNC:
        onError(common);
        break;
    default:
        break;
    }
}

void printNothing(j_common_ptr) {}

void setUpErrors(JpegErrors& errors) {
    jpeg_std_error(&errors.manager);
    errors.manager.error_exit = onError;
    errors.manager.emit_message = onMessage;
    errors.manager.output_message = printNothing;
}

void onProgress(j_common_ptr common) {
    auto* decoder = reinterpret_cast<j_decompress_ptr>(common);
    if (decoder->input_scan_number > kMostScans) {
        auto* errors = reinterpret_cast<JpegErrors*>(common->err);
        std::snprintf(errors->text, sizeof errors->text, "more than %d scans", kMostScans);
        std::longjmp(errors->jump, 1);
    }
}

struct JpegReader {
    JpegErrors errors;
    jpeg_progress_mgr progress{};
    jpeg_decompress_struct decoder{};
    std::vector<std::uint8_t> pixels;

    JpegReader() { setUpErrors(errors); }
    ~JpegReader() { jpeg_destroy_decompress(&decoder); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;
};

[[gnu::noinline]] bool readHeader(JpegReader& reader, std::string_view bytes) {
    jpeg_decompress_struct& decoder = reader.decoder;
    decoder.err = &reader.errors.manager;
    if (setjmp(reader.errors.jump))
        return false;
    jpeg_create_decompress(&decoder);
    reader.progress.progress_monitor = onProgress;
    decoder.progress = &reader.progress;
    jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&decoder, TRUE);
    switch (decoder.jpeg_color_space) {
    case JCS_GRAYSCALE:
        decoder.out_color_space = JCS_GRAYSCALE;
        break;
    case JCS_CMYK:
    case JCS_YCCK:
        decoder.out_color_space = JCS_CMYK;
        break;
    default:
        decoder.out_color_space = JCS_RGB;
    }
    jpeg_calc_output_dimensions(&decoder);
    return true;
}

[[gnu::noinline]] bool readPixels(JpegReader& reader) {
    jpeg_decompress_struct& decoder = reader.decoder;
    if (setjmp(reader.errors.jump))
        return false;
    jpeg_start_decompress(&decoder);
    while (decoder.output_scanline < decoder.output_height) {
        JSAMPROW row = reader.pixels.data() + std::size_t{decoder.output_scanline} *
                                                  decoder.output_width *
                                                  static_cast<unsigned>(decoder.output_components);
        jpeg_read_scanlines(&decoder, &row, 1);
    }
    jpeg_finish_decompress(&decoder);
    return true;
}

// [H, W, 4] to [H, W, 3]. Adobe's programs store CMYK inverted, 255 meaning no ink; nearly every
// file is theirs.
std::vector<std::uint8_t> cmykToRgb(const std::vector<std::uint8_t>& cmyk, bool inverted) {
    std::vector<std::uint8_t> rgb(cmyk.size() / 4 * 3);
    const auto light = [&](std::size_t i) { return inverted ? cmyk[i] : 255 - cmyk[i]; };
    for (std::size_t pixel = 0; pixel < cmyk.size() / 4; ++pixel) {
        for (std::size_t c = 0; c < 3; ++c)
            rgb[pixel * 3 + c] = static_cast<std::uint8_t>(
                (light(pixel * 4 + c) * light(pixel * 4 + 3) + 127) / 255);
    }
    return rgb;
}

// Huffman coding spends at least one bit on each block of 64 pixels of one component.
bool tooShortForSize(const jpeg_decompress_struct& decoder, std::size_t fileBytes) {
    constexpr std::uint64_t kMostPixelsPerByte = 1024;
    const std::uint64_t pixels = std::uint64_t{decoder.image_width} * decoder.image_height;
    return !decoder.arith_code && pixels / kMostPixelsPerByte > fileBytes;
}

struct JpegWriter {
    JpegErrors errors;
    jpeg_compress_struct encoder{};
    jpeg_destination_mgr destination{};
    JOCTET buffer[1 << 14];
    std::string bytes;

    JpegWriter() { setUpErrors(errors); }
    ~JpegWriter() { jpeg_destroy_compress(&encoder); }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;
};

// Moves `count` bytes of the buffer to the file. A C++ exception may not cross libjpeg's frames.
bool moveBuffer(JpegWriter& writer, std::size_t count) noexcept {
    try {
        writer.bytes.append(reinterpret_cast<const char*>(writer.buffer), count);
    } catch (const std::bad_alloc&) {
        return false;
    }
    writer.destination.next_output_byte = writer.buffer;
    writer.destination.free_in_buffer = sizeof writer.buffer;
    return true;
}

JpegWriter& writerOf(j_compress_ptr encoder) {
    return *static_cast<JpegWriter*>(encoder->client_data);
}

void startOutput(j_compress_ptr encoder) {
    moveBuffer(writerOf(encoder), 0);
}

boolean emptyBuffer(j_compress_ptr encoder) {
    JpegWriter& writer = writerOf(encoder);
    if (!moveBuffer(writer, sizeof writer.buffer))
        ERREXIT1(encoder, JERR_OUT_OF_MEMORY, 0);
    return TRUE;
}

void finishOutput(j_compress_ptr encoder) {
    JpegWriter& writer = writerOf(encoder);
    if (!moveBuffer(writer, sizeof writer.buffer - writer.destination.free_in_buffer))
        ERREXIT1(encoder, JERR_OUT_OF_MEMORY, 0);
}

void writeSegment(j_compress_ptr encoder, std::string_view identifier, std::string_view block) {
    if (block.empty())
        return;
    jpeg_write_m_header(encoder, kMarkerExif,
                        static_cast<unsigned>(identifier.size() + block.size()));
    for (const char c : identifier)
        jpeg_write_m_byte(encoder, static_cast<unsigned char>(c));
    for (const char c : block)
        jpeg_write_m_byte(encoder, static_cast<unsigned char>(c));
}

[[gnu::noinline]] bool writeAll(JpegWriter& writer, const Image& image, int quality,
                                std::string_view exif, std::string_view xmp) {
    constexpr int kFullColourQuality = 90;
    jpeg_compress_struct& encoder = writer.encoder;
    encoder.err = &writer.errors.manager;
    if (setjmp(writer.errors.jump))
        return false;
    jpeg_create_compress(&encoder);
    encoder.client_data = &writer;
    writer.destination.init_destination = startOutput;
    writer.destination.empty_output_buffer = emptyBuffer;
    writer.destination.term_destination = finishOutput;
    encoder.dest = &writer.destination;
    encoder.image_width = static_cast<JDIMENSION>(image.width());
    encoder.image_height = static_cast<JDIMENSION>(image.height());
    encoder.input_components = image.channels();
    encoder.in_color_space = image.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&encoder);
    jpeg_set_quality(&encoder, quality, TRUE);
    if (quality >= kFullColourQuality)
        encoder.comp_info[0].h_samp_factor = encoder.comp_info[0].v_samp_factor = 1;
    encoder.optimize_coding = TRUE;
    jpeg_start_compress(&encoder, TRUE);
    writeSegment(&encoder, kExifSegment, exif);
    writeSegment(&encoder, kXmpSegment, xmp);
    while (encoder.next_scanline < encoder.image_height) {
        // libjpeg's rows are not const, but it only reads them.
        JSAMPROW row =
            const_cast<JSAMPROW>(image.row(static_cast<int>(encoder.next_scanline)).data());
        jpeg_write_scanlines(&encoder, &row, 1);
    }
    jpeg_finish_compress(&encoder);
    return true;
}

} // namespace

Result<Image> decodeJpeg(std::string_view bytes) {
    JpegReader reader;
    if (!readHeader(reader, bytes))
        return damaged("JPEG", reader.errors.text);
    jpeg_decompress_struct& decoder = reader.decoder;
    DIPTYCH_TRY_DONE(checkReadSize(decoder.image_width, decoder.image_height));
    if (tooShortForSize(decoder, bytes.size()))
        return damaged("JPEG", "the file is too short for the size it claims");
    const auto channels = static_cast<std::size_t>(decoder.out_color_components);
    reader.pixels.resize(std::size_t{decoder.output_width} * decoder.output_height * channels);
    if (!readPixels(reader))
        return damaged("JPEG", reader.errors.text);
    if (channels == 4)
        reader.pixels = cmykToRgb(reader.pixels, decoder.saw_Adobe_marker);
    return Image::create(
        static_cast<int>(decoder.output_width), static_cast<int>(decoder.output_height),
        channels == 4 ? 3 : static_cast<int>(channels), 8, std::move(reader.pixels));
}

EmbeddedBlocks findJpegBlocks(std::string_view bytes) {
    constexpr std::size_t kMostComments = 64;
    EmbeddedBlocks blocks;
    std::size_t position = 2; // behind SOI
    while (position + 4 <= bytes.size() && bytes[position] == '\xFF') {
        const auto marker = static_cast<unsigned char>(bytes[position + 1]);
        if (marker == 0xFF) { // a fill byte
            ++position;
            continue;
        }
        if (marker == 0xDA || marker == 0xD9) // pixels, or the end
            break;
        const std::size_t length = readNumber(bytes, position + 2, 2, ByteOrder::Big);
        if (length < 2 || length > bytes.size() - position - 2)
            break;
        const std::string_view body = bytes.substr(position + 4, length - 2);
        if (marker == kMarkerExif && body.starts_with(kExifSegment) && blocks.exif.empty())
            blocks.exif = body.substr(kExifSegment.size());
        else if (marker == kMarkerExif && body.starts_with(kXmpSegment) && blocks.xmp.empty())
            blocks.xmp = body.substr(kXmpSegment.size());
        else if (marker == JPEG_COM && blocks.comments.size() < kMostComments)
            blocks.comments.push_back(body);
        position += 2 + length;
    }
    return blocks;
}

Result<std::string> encodeJpeg(const Image& image, int quality, std::string_view exif,
                               std::string_view xmp) {
    JpegWriter writer;
    if (!writeAll(writer, image, quality, exif, xmp))
        return fail(ErrorCode::Internal, "the JPEG file could not be made", "", writer.errors.text);
    return std::move(writer.bytes);
}

} // namespace diptych::image
