// DevnetTests
