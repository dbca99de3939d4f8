package gazelle.viewer.tag;

/**
 * Numbers of the DICOM elements that this program reads or writes (PS3.6): group in the upper 16 bits, element in the lower 16.
 *
 * <p>Names and value representations of these and all other elements are in {@link DicomDictionary}.
 */
public final class TagNumbers {
    public static final int META_LENGTH = 0x00020000;
    public static final int META_VERSION = 0x00020001;
    public static final int META_SOP_CLASS = 0x00020002;
    public static final int META_SOP_INSTANCE = 0x00020003;
    public static final int TRANSFER_SYNTAX = 0x00020010;
    public static final int IMPLEMENTATION_CLASS = 0x00020012;
    public static final int IMPLEMENTATION_VERSION = 0x00020013;

    public static final int DIRECTORY_RECORDS = 0x00041220;
    public static final int REFERENCED_FILE = 0x00041500;

    public static final int CHARACTER_SET = 0x00080005;
    public static final int IMAGE_TYPE = 0x00080008;
    public static final int SOP_CLASS = 0x00080016;
    public static final int SOP_INSTANCE_UID = 0x00080018;
    public static final int STUDY_DATE = 0x00080020;
    public static final int SERIES_DATE = 0x00080021;
    public static final int CONTENT_DATE = 0x00080023;
    public static final int STUDY_TIME = 0x00080030;
    public static final int ACCESSION_NUMBER = 0x00080050;
    public static final int MODALITY = 0x00080060;
    public static final int MANUFACTURER = 0x00080070;
    public static final int INSTITUTION = 0x00080080;
    public static final int REFERRING_PHYSICIAN = 0x00080090;
    public static final int FRAME_TYPE = 0x00089007;
    public static final int CODE_VALUE = 0x00080100;
    public static final int CODING_SCHEME = 0x00080102;
    public static final int CODE_MEANING = 0x00080104;
    public static final int STUDY_DESCRIPTION = 0x00081030;
    public static final int SERIES_DESCRIPTION = 0x0008103E;
    public static final int MODEL_NAME = 0x00081090;

    public static final int PATIENT_NAME = 0x00100010;
    public static final int PATIENT_ID = 0x00100020;
    public static final int PATIENT_BIRTH_DATE = 0x00100030;
    public static final int PATIENT_SEX = 0x00100040;
    public static final int PATIENT_AGE = 0x00101010;

    public static final int IDENTITY_REMOVED = 0x00120062;
    public static final int DEIDENTIFICATION_METHOD = 0x00120063;
    public static final int DEIDENTIFICATION_CODES = 0x00120064;

    public static final int CONTRAST_AGENT = 0x00180010;
    public static final int BODY_PART = 0x00180015;
    public static final int SCANNING_SEQUENCE = 0x00180020;
    public static final int SEQUENCE_NAME = 0x00180024;
    public static final int SLICE_THICKNESS = 0x00180050;
    public static final int REPETITION_TIME = 0x00180080;
    public static final int ECHO_TIME = 0x00180081;
    public static final int FIELD_STRENGTH = 0x00180087;
    public static final int SPACING_BETWEEN_SLICES = 0x00180088;
    public static final int PROTOCOL_NAME = 0x00181030;
    public static final int FLIP_ANGLE = 0x00181314;
    public static final int PATIENT_POSITION = 0x00185100;

    public static final int EFFECTIVE_ECHO_TIME = 0x00189082;
    public static final int DIFFUSION_WEIGHT = 0x00189087;
    public static final int ECHO_SEQUENCE = 0x00189114;
    public static final int DIFFUSION_SEQUENCE = 0x00189117;
    public static final int FRAME_TYPE_SEQUENCE = 0x00189226;

    public static final int STUDY_INSTANCE_UID = 0x0020000D;
    public static final int SERIES_INSTANCE_UID = 0x0020000E;
    public static final int STUDY_ID = 0x00200010;
    public static final int SERIES_NUMBER = 0x00200011;
    public static final int INSTANCE_NUMBER = 0x00200013;
    public static final int IMAGE_POSITION = 0x00200032;
    public static final int IMAGE_ORIENTATION = 0x00200037;
    public static final int TEMPORAL_POSITION = 0x00200100;
    public static final int SLICE_LOCATION = 0x00201041;
    public static final int IMAGE_COMMENTS = 0x00204000;
    public static final int FRAME_CONTENT_SEQUENCE = 0x00209111;
    public static final int POSITION_SEQUENCE = 0x00209113;
    public static final int ORIENTATION_SEQUENCE = 0x00209116;
    public static final int TEMPORAL_INDEX = 0x00209128;

    public static final int SAMPLES_PER_PIXEL = 0x00280002;
    public static final int PHOTOMETRIC = 0x00280004;
    public static final int PLANAR = 0x00280006;
    public static final int NUMBER_OF_FRAMES = 0x00280008;
    public static final int ROWS = 0x00280010;
    public static final int COLUMNS = 0x00280011;
    public static final int PIXEL_SPACING = 0x00280030;
    public static final int BITS_ALLOCATED = 0x00280100;
    public static final int BITS_STORED = 0x00280101;
    public static final int HIGH_BIT = 0x00280102;
    public static final int PIXEL_REPRESENTATION = 0x00280103;
    public static final int PADDING = 0x00280120;
    public static final int PADDING_LIMIT = 0x00280121;
    public static final int BURNED_IN_ANNOTATION = 0x00280301;
    public static final int DATES_MODIFIED = 0x00280303;
    public static final int WINDOW_CENTRE = 0x00281050;
    public static final int WINDOW_WIDTH = 0x00281051;
    public static final int RESCALE_INTERCEPT = 0x00281052;
    public static final int RESCALE_SLOPE = 0x00281053;
    public static final int WINDOW_EXPLANATION = 0x00281055;
    public static final int WINDOW_FUNCTION = 0x00281056;
    public static final int RED_TABLE_SIZE = 0x00281101;
    public static final int GREEN_TABLE_SIZE = 0x00281102;
    public static final int BLUE_TABLE_SIZE = 0x00281103;
    public static final int RED_TABLE = 0x00281201;
    public static final int GREEN_TABLE = 0x00281202;
    public static final int BLUE_TABLE = 0x00281203;
    public static final int RED_TABLE_SEGMENTS = 0x00281221;
    public static final int LOSSY = 0x00282110;
    public static final int LOSSY_RATIO = 0x00282112;
    public static final int MODALITY_TABLE = 0x00283000;
    public static final int MEASURES_SEQUENCE = 0x00289110;
    public static final int WINDOW_SEQUENCE = 0x00289132;
    public static final int RESCALE_SEQUENCE = 0x00289145;

    public static final int SHARED_GROUPS = 0x52009229;
    public static final int FRAME_GROUPS = 0x52009230;

    public static final int FLOAT_PIXELS = 0x7FE00008;
    public static final int DOUBLE_PIXELS = 0x7FE00009;
    public static final int PIXELS = 0x7FE00010;

    /** Begins an item of a sequence or a fragment of compressed pixels. */
    public static final int ITEM = 0xFFFEE000;

    /** Ends an item of undefined length. */
    public static final int ITEM_END = 0xFFFEE00D;

    /** Ends a sequence of undefined length. */
    public static final int SEQUENCE_END = 0xFFFEE0DD;

    /** The group of the file header. */
    public static final int META_GROUP = 0x0002;

    /** The group of what describes the pixels. */
    public static final int IMAGE_GROUP = 0x0028;

    /** The group of Siemens' private elements about an MR picture. */
    public static final int SIEMENS_GROUP = 0x0019;

    /** The group of Siemens' older private header. */
    public static final int CSA_GROUP = 0x0029;

    /** The group of UIH's private elements about a picture. */
    public static final int UIH_GROUP = 0x0065;

    /** The group of items and delimiters. */
    public static final int ITEM_GROUP = 0xFFFE;

    private TagNumbers() {}
}
