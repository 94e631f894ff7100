// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {
    EIP712Upgradeable
} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {Smile} from "../types/Smile.sol";
import {VolChecks} from "./VolChecks.sol";
import {VolTerm} from "./VolTerm.sol";
import {VolUpdaters} from "./VolUpdaters.sol";

/// @title Annual volatility per market, expiry and strike
contract VolSurface is IVolSurface, AccessManagedUpgradeable, EIP712Upgradeable, UUPSUpgradeable {
    using VolUpdaters for VolUpdaters.Set;

    /// @param width that the smiles were checked over
    struct Surface {
        Terms terms;
        uint64 updatedAt;
        uint64 nonce;
        uint64 width;
        Smile[] smiles;
    }

    /// @custom:storage-location erc7201:gimbal.storage.VolSurface
    struct VolSurfaceStorage {
        mapping(uint32 market => Surface) surfaces;
        VolUpdaters.Set updaters;
    }

    /// @dev Bounds what an update and a read cost.
    uint256 private constant MOST_SMILES = 16;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.VolSurface")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x264c5391198d9244524cca5dbc850e7fc56a85b253c465e714653545ab8afb00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
        __EIP712_init("Gimbal VolSurface", "1");
    }

    /// @inheritdoc IVolSurface
    function setTerms(uint32 market, Terms calldata terms) external restricted {
        _storage().surfaces[market].terms = terms;
        emit TermsSet(market, terms);
    }

    /// @inheritdoc IVolSurface
    function setUpdaters(address[] calldata list, uint8 quorum) external restricted {
        _storage().updaters.replace(list, quorum);
        emit UpdatersSet(list, quorum);
    }

    /// @inheritdoc IVolSurface
    function updateSigned(
        uint32 market,
        Smile[] calldata smiles_,
        uint64 nonce,
        uint64 deadline,
        bytes[] calldata signatures
    ) external {
        if (block.timestamp > deadline) revert UpdateExpired(deadline, block.timestamp);
        bytes32 digest = _hashTypedDataV4(VolUpdaters.structHash(market, smiles_, nonce, deadline));
        _storage().updaters.requireSigned(digest, signatures);
        _update(market, smiles_, nonce);
        emit SurfaceUpdated(market, nonce, smiles_, msg.sender);
    }

    /// @inheritdoc IVolSurface
    function vol(uint32 market, uint40 expiry, uint256 strike, uint256 forward)
        external
        view
        returns (uint64 vol_)
    {
        Surface storage s = _known(market);
        uint256 age = block.timestamp - s.updatedAt;
        if (age > s.terms.maxAge) revert StaleSurface(market, age, s.terms.maxAge);
        return VolTerm.volAt(s.smiles, expiry, strike, forward, s.width, block.timestamp);
    }

    /// @inheritdoc IVolSurface
    function lastVol(uint32 market, uint40 expiry, uint256 strike, uint256 forward)
        external
        view
        returns (uint64 vol_, uint64 updatedAt)
    {
        Surface storage s = _known(market);
        vol_ = VolTerm.volAt(s.smiles, expiry, strike, forward, s.width, block.timestamp);
        updatedAt = s.updatedAt;
    }

    /// @inheritdoc IVolSurface
    function smiles(uint32 market)
        external
        view
        returns (Smile[] memory list, uint64 nonce, uint64 updatedAt)
    {
        Surface storage s = _storage().surfaces[market];
        return (s.smiles, s.nonce, s.updatedAt);
    }

    /// @inheritdoc IVolSurface
    function termsOf(uint32 market) external view returns (Terms memory) {
        return _storage().surfaces[market].terms;
    }

    /// @inheritdoc IVolSurface
    function updaters() external view returns (address[] memory list, uint8 quorum) {
        VolUpdaters.Set storage set = _storage().updaters;
        return (set.list, set.quorum);
    }

    function _update(uint32 market, Smile[] calldata smiles_, uint64 nonce) private {
        Surface storage s = _storage().surfaces[market];
        Terms memory terms = s.terms;
        if (terms.maxVol == 0) revert NoSurface(market);
        if (nonce != s.nonce + 1) revert WrongNonce(nonce, s.nonce + 1);
        if (smiles_.length == 0 || smiles_.length > MOST_SMILES) {
            revert SmileCount(smiles_.length, 1, MOST_SMILES);
        }
        uint256 elapsed = block.timestamp - s.updatedAt;
        if (elapsed < terms.minInterval) revert UpdateTooSoon(elapsed, terms.minInterval);

        Smile[] memory old = s.smiles;
        Smile[] memory next = smiles_;
        uint256 nodes = VolChecks.nodesOf(old, next);
        VolChecks.Grid memory grid = VolChecks.requireSound(next, terms, nodes);
        if (old.length != 0) {
            VolChecks.requireStep(VolChecks.gridOf(old, s.width, terms.width, nodes), grid, nodes, terms);
        }
        _store(s, next);
        (s.updatedAt, s.nonce, s.width) = (uint64(block.timestamp), nonce, terms.width);
    }

    /// @dev Writes over what is there; a deletion first would pay for every slot again.
    function _store(Surface storage s, Smile[] memory next) private {
        uint256 had = s.smiles.length;
        for (uint256 i; i < next.length; i++) {
            if (i < had) s.smiles[i] = next[i];
            else s.smiles.push(next[i]);
        }
        for (uint256 i = next.length; i < had; i++) {
            s.smiles.pop();
        }
    }

    function _known(uint32 market) private view returns (Surface storage s) {
        s = _storage().surfaces[market];
        if (s.smiles.length == 0) revert NoSurface(market);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (VolSurfaceStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
