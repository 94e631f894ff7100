// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {VolPillars} from "./VolPillars.sol";

/// @title Annual volatility per market and expiry
contract VolSurface is IVolSurface, AccessManagedUpgradeable, UUPSUpgradeable {
    struct Surface {
        Terms terms;
        uint64 updatedAt;
        VolPillars.Pillar[] pillars;
    }

    /// @custom:storage-location erc7201:gimbal.storage.VolSurface
    struct VolSurfaceStorage {
        mapping(uint32 market => Surface) surfaces;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.VolSurface")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x264c5391198d9244524cca5dbc850e7fc56a85b253c465e714653545ab8afb00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
    }

    /// @inheritdoc IVolSurface
    function setTerms(uint32 market, Terms calldata terms) external restricted {
        if (terms.minVol == 0 || terms.minVol > terms.maxVol) {
            revert VolOutOfRange(terms.minVol, 1, terms.maxVol);
        }
        _storage().surfaces[market].terms = terms;
        emit TermsSet(market, terms);
    }

    /// @inheritdoc IVolSurface
    function update(uint32 market, uint40[] calldata expiries, uint64[] calldata vols) external restricted {
        Surface storage s = _storage().surfaces[market];
        if (s.terms.maxVol == 0) revert NoSurface(market);
        if (expiries.length != vols.length || expiries.length == 0) {
            revert LengthMismatch(expiries.length, vols.length);
        }
        uint256 elapsed = block.timestamp - s.updatedAt;
        if (elapsed < s.terms.minInterval) revert UpdateTooSoon(elapsed, s.terms.minInterval);

        VolPillars.Pillar[] memory next = VolPillars.checked(expiries, vols, s.terms);
        if (s.pillars.length != 0) VolPillars.requireStep(s.pillars, next, s.terms.maxStep);
        delete s.pillars;
        for (uint256 i; i < next.length; i++) {
            s.pillars.push(next[i]);
        }
        s.updatedAt = uint64(block.timestamp);
        emit SurfaceUpdated(market, expiries, vols, msg.sender);
    }

    /// @inheritdoc IVolSurface
    function vol(uint32 market, uint40 expiry) external view returns (uint64 vol_) {
        Surface storage s = _known(market);
        uint256 age = block.timestamp - s.updatedAt;
        if (age > s.terms.maxAge) revert StaleSurface(market, age, s.terms.maxAge);
        return VolPillars.volAt(s.pillars, expiry, block.timestamp);
    }

    /// @inheritdoc IVolSurface
    function lastVol(uint32 market, uint40 expiry) external view returns (uint64 vol_, uint64 updatedAt) {
        Surface storage s = _known(market);
        return (VolPillars.volAt(s.pillars, expiry, block.timestamp), s.updatedAt);
    }

    /// @inheritdoc IVolSurface
    function pillars(uint32 market)
        external
        view
        returns (uint40[] memory expiries, uint64[] memory vols, uint64 updatedAt)
    {
        Surface storage s = _storage().surfaces[market];
        uint256 count = s.pillars.length;
        (expiries, vols, updatedAt) = (new uint40[](count), new uint64[](count), s.updatedAt);
        for (uint256 i; i < count; i++) {
            (expiries[i], vols[i]) = (s.pillars[i].expiry, s.pillars[i].vol);
        }
    }

    function _known(uint32 market) private view returns (Surface storage s) {
        s = _storage().surfaces[market];
        if (s.pillars.length == 0) revert NoSurface(market);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (VolSurfaceStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
