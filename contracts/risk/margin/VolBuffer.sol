// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Thresholds} from "../../types/Config.sol";

/// @title Requirements rise with vol: max(1, vol / referenceVol), at most `bufferCap`
library VolBuffer {
    uint256 private constant WAD = 1e18;

    function at(uint256 vol, Thresholds memory terms) internal pure returns (uint256 buffer) {
        buffer = vol * WAD / terms.referenceVol;
        if (buffer < WAD) return WAD;
        return buffer < terms.bufferCap ? buffer : terms.bufferCap;
    }
}
