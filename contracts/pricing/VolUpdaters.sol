// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {Smile} from "../types/Smile.sol";

/// @title The updaters of vol surfaces and what they sign
library VolUpdaters {
    struct Set {
        address[] list;
        uint8 quorum;
        mapping(address updater => bool) isUpdater;
    }

    bytes32 private constant SMILE_TYPE =
        keccak256("Smile(uint40 expiry,int96 a,uint96 b,int64 rho,int96 m,uint96 sigma)");
    bytes32 private constant UPDATE_TYPE = keccak256(
        "Update(uint32 market,Smile[] smiles,uint64 nonce,uint64 deadline)Smile(uint40 expiry,int96 a,uint96 b,int64 rho,int96 m,uint96 sigma)"
    );

    function replace(Set storage self, address[] calldata list, uint8 quorum) internal {
        if (quorum == 0 || quorum > list.length) revert IVolSurface.BadQuorum(quorum, list.length);
        for (uint256 i; i < self.list.length; i++) {
            self.isUpdater[self.list[i]] = false;
        }
        address previous;
        for (uint256 i; i < list.length; i++) {
            if (list[i] <= previous) revert IVolSurface.UpdatersNotRising(previous, list[i]);
            previous = list[i];
            self.isUpdater[previous] = true;
        }
        (self.list, self.quorum) = (list, quorum);
    }

    function requireSigned(Set storage self, bytes32 digest, bytes[] calldata signatures) internal view {
        uint256 quorum = self.quorum;
        // Before there are updaters nobody has signed.
        if (quorum == 0 || signatures.length < quorum) {
            revert IVolSurface.BelowQuorum(signatures.length, quorum);
        }
        address previous;
        for (uint256 i; i < signatures.length; i++) {
            (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            // Rising order makes each updater count once.
            if (failure != ECDSA.RecoverError.NoError || signer <= previous || !self.isUpdater[signer]) {
                revert IVolSurface.BadUpdaterSignature(i, signer);
            }
            previous = signer;
        }
    }

    /// @notice EIP-712 hash of an update, without its domain.
    function structHash(uint32 market, Smile[] calldata smiles, uint64 nonce, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        bytes32[] memory hashes = new bytes32[](smiles.length);
        for (uint256 i; i < smiles.length; i++) {
            hashes[i] = keccak256(abi.encode(SMILE_TYPE, smiles[i]));
        }
        return
            keccak256(abi.encode(UPDATE_TYPE, market, keccak256(abi.encodePacked(hashes)), nonce, deadline));
    }
}
