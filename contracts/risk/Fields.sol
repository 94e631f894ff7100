// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    HedgeBand,
    HedgeLimits,
    Liquidity,
    MandateTerms,
    OracleTerms,
    SettlementTerms,
    SpokeTerms,
    Thresholds,
    VenueTerms
} from "../types/Config.sol";

/// @title Governed structs as rows of fields, and back
/// @notice In memory a struct of value types is one word a member, so a row of words behind its length is the struct itself.
/// The number of members stands here once; a test holds it to the table of rules.
library Fields {
    function row(HedgeBand memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 6);
    }

    function row(HedgeLimits memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 13);
    }

    function row(OracleTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 7);
    }

    function row(SettlementTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 3);
    }

    function row(SpokeTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 8);
    }

    function row(Thresholds memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 11);
    }

    function row(MandateTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 8);
    }

    function row(VenueTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 6);
    }

    function row(Liquidity memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, 4);
    }

    function toHedgeBand(uint256[] memory words) internal pure returns (HedgeBand memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toHedgeLimits(uint256[] memory words) internal pure returns (HedgeLimits memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toOracleTerms(uint256[] memory words) internal pure returns (OracleTerms memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toSettlement(uint256[] memory words) internal pure returns (SettlementTerms memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toSpokeTerms(uint256[] memory words) internal pure returns (SpokeTerms memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toThresholds(uint256[] memory words) internal pure returns (Thresholds memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toMandateTerms(uint256[] memory words) internal pure returns (MandateTerms memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toVenueTerms(uint256[] memory words) internal pure returns (VenueTerms memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function toLiquidity(uint256[] memory words) internal pure returns (Liquidity memory s) {
        assembly ("memory-safe") {
            s := add(words, 0x20)
        }
    }

    function _copy(uint256 at, uint256 count) private pure returns (uint256[] memory words) {
        words = new uint256[](count);
        assembly ("memory-safe") {
            mcopy(add(words, 0x20), at, mul(count, 0x20))
        }
    }
}
