// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SettlementTerms} from "../types/Config.sol";

/// @title The part of a series that its settlement has not fixed yet, by time alone
/// @notice Instant i of N lies at expiry - window + floor(i * window / N) and has passed once time reaches it.
library InstantWeight {
    uint256 private constant WAD = 1e18;

    /// @notice (N - k) / N with k instants passed, 18 decimals.
    function at(uint256 expiry, uint256 time, SettlementTerms memory s) internal pure returns (uint256) {
        (uint256 window, uint256 instants) = _schedule(s);
        unchecked {
            return _left(expiry, time, window, instants) * WAD / instants;
        }
    }

    /// @dev Window and N; without either the expiry is the only instant.
    function _schedule(SettlementTerms memory s) private pure returns (uint256 window, uint256 instants) {
        // Clean words.
        assembly ("memory-safe") {
            window := mload(s)
            instants := mload(add(s, 0x20))
            if iszero(mul(window, instants)) {
                window := 0
                instants := 1
            }
        }
    }

    /// @dev N - k.
    /// @param window of `_schedule`
    /// @param instants of `_schedule`
    function _left(uint256 expiry, uint256 time, uint256 window, uint256 instants)
        private
        pure
        returns (uint256)
    {
        // What is taken from a time is no larger; window < 2^32 and instants < 2^16. In a window, window is not zero.
        unchecked {
            if (time >= expiry) return 0;
            if (expiry - time > window) return instants;
            // The largest i with floor(i * window / N) <= elapsed, which is less than the window.
            return instants - ((time + window - expiry + 1) * instants - 1) / window;
        }
    }

    /// @notice The next instant after `time`, or the expiry; 0 once it has expired.
    function next(uint256 expiry, uint256 time, SettlementTerms memory s) internal pure returns (uint256) {
        if (time >= expiry) return 0;
        if (s.window == 0 || s.instants == 0) return expiry;
        uint256 passed =
            time + s.window < expiry ? 0 : ((time + s.window - expiry + 1) * s.instants - 1) / s.window;
        return expiry + (passed + 1) * s.window / s.instants - s.window;
    }
}
