// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    ExitTerms,
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
/// Calldata has the same words, unchecked: rules bound them, and whoever stores them compares. The numbers of members stand here
/// once; a test holds them to the table of rules.
library Fields {
    uint256 private constant BAND = 6;
    uint256 private constant LIMITS = 13;
    uint256 private constant ORACLE = 7;
    uint256 private constant SETTLEMENT = 3;
    uint256 private constant SPOKE = 9;
    uint256 private constant THRESHOLDS = 11;
    uint256 private constant MANDATE = 8;
    uint256 private constant VENUE = 6;
    uint256 private constant LIQUIDITY = 4;
    uint256 private constant EXIT = 2;

    function row(HedgeBand memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, BAND);
    }

    function row(HedgeLimits memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, LIMITS);
    }

    function row(OracleTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, ORACLE);
    }

    function row(SettlementTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, SETTLEMENT);
    }

    function row(SpokeTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, SPOKE);
    }

    function row(Thresholds memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, THRESHOLDS);
    }

    function row(MandateTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, MANDATE);
    }

    function row(VenueTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, VENUE);
    }

    function row(Liquidity memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, LIQUIDITY);
    }

    function row(ExitTerms memory s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _copy(at, EXIT);
    }

    function given(HedgeBand calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, BAND);
    }

    function given(HedgeLimits calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, LIMITS);
    }

    function given(OracleTerms calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, ORACLE);
    }

    function given(SettlementTerms calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, SETTLEMENT);
    }

    function given(SpokeTerms calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, SPOKE);
    }

    function given(Thresholds calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, THRESHOLDS);
    }

    function given(MandateTerms calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, MANDATE);
    }

    function given(VenueTerms calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, VENUE);
    }

    function given(Liquidity calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, LIQUIDITY);
    }

    function given(ExitTerms calldata s) internal pure returns (uint256[] memory words) {
        uint256 at;
        assembly ("memory-safe") {
            at := s
        }
        return _read(at, EXIT);
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

    function toExitTerms(uint256[] memory words) internal pure returns (ExitTerms memory s) {
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

    function _read(uint256 at, uint256 count) private pure returns (uint256[] memory words) {
        words = new uint256[](count);
        assembly ("memory-safe") {
            calldatacopy(add(words, 0x20), at, mul(count, 0x20))
        }
    }
}
