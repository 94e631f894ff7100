// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {Smile} from "gimbal/types/Smile.sol";

/// @notice Three updaters of vol surfaces, two of whom must sign; keys are derived from their numbers.
library Updaters {
    struct Update {
        uint32 market;
        Smile[] smiles;
        uint64 nonce;
        uint64 deadline;
    }

    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 internal constant COUNT = 3;
    uint8 internal constant QUORUM = 2;

    /// @notice By rising address.
    function keys() internal pure returns (uint256[] memory list) {
        list = new uint256[](COUNT);
        for (uint256 i; i < COUNT; i++) {
            list[i] = uint256(keccak256(abi.encode("updater", i)));
            for (uint256 j = i; j > 0 && VM.addr(list[j]) < VM.addr(list[j - 1]); j--) {
                (list[j], list[j - 1]) = (list[j - 1], list[j]);
            }
        }
    }

    function addresses() internal pure returns (address[] memory list) {
        uint256[] memory k = keys();
        list = new address[](k.length);
        for (uint256 i; i < k.length; i++) {
            list[i] = VM.addr(k[i]);
        }
    }

    /// @notice Signatures of the first `count` updaters.
    function sign(IVolSurface surface, Update memory update, uint256 count)
        internal
        view
        returns (bytes[] memory signatures)
    {
        uint256[] memory k = keys();
        signatures = new bytes[](count);
        for (uint256 i; i < count; i++) {
            signatures[i] = signature(k[i], digest(surface, block.chainid, update));
        }
    }

    function signature(uint256 key, bytes32 hash) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, hash);
        return abi.encodePacked(r, s, v);
    }

    /// @notice A quorum signs the smiles as the next update, and somebody submits them.
    function submit(IVolSurface surface, uint32 market, Smile[] memory smiles) internal {
        (, uint64 nonce,) = surface.smiles(market);
        Update memory u = Update(market, smiles, nonce + 1, uint64(block.timestamp));
        surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, sign(surface, u, QUORUM));
    }

    /// @notice EIP-712, written out apart from the contract.
    function digest(IVolSurface surface, uint256 chain, Update memory u) internal pure returns (bytes32) {
        string memory smile = "Smile(uint40 expiry,int96 a,uint96 b,int64 rho,int96 m,uint96 sigma)";
        bytes memory hashes;
        for (uint256 i; i < u.smiles.length; i++) {
            hashes = bytes.concat(hashes, keccak256(abi.encode(keccak256(bytes(smile)), u.smiles[i])));
        }
        bytes32 kind = keccak256(
            bytes.concat("Update(uint32 market,Smile[] smiles,uint64 nonce,uint64 deadline)", bytes(smile))
        );
        bytes32 content = keccak256(abi.encode(kind, u.market, keccak256(hashes), u.nonce, u.deadline));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Gimbal VolSurface"),
                keccak256("1"),
                chain,
                address(surface)
            )
        );
        return keccak256(bytes.concat(hex"1901", domain, content));
    }

    /// @notice A smile that is flat at a vol whose square has 18 decimals.
    function flat(uint256 expiry, uint256 vol) internal pure returns (Smile memory) {
        return Smile(uint40(expiry), int96(int256(vol * vol / 1e18)), 0, 0, 0, 0);
    }
}
