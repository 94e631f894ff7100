// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Test} from "forge-std/Test.sol";
import {Create3Deployer} from "gimbal/access/Create3Deployer.sol";

/// @notice Proxies at addresses that a chain and a name decide, so that neighbours can be named before they exist.
abstract contract KnownAddresses is Test {
    Create3Deployer private _deployer = new Create3Deployer(address(this));

    function addressOf(uint64 chain, string memory name) internal view returns (address) {
        return _deployer.addressOf(_salt(chain, name));
    }

    function deployProxy(uint64 chain, string memory name, address implementation, bytes memory initialize)
        internal
        returns (address)
    {
        bytes memory code =
            abi.encodePacked(type(ERC1967Proxy).creationCode, abi.encode(implementation, initialize));
        return _deployer.deploy(_salt(chain, name), code);
    }

    function _salt(uint64 chain, string memory name) private pure returns (bytes32) {
        return keccak256(abi.encode(chain, name));
    }
}
