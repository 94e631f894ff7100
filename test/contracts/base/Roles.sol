// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Vm} from "forge-std/Vm.sol";

/// @notice Applies contracts/access/roles.json to an AccessManager, as the deployment program does.
library Roles {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant FILE = "contracts/access/roles.json";

    function table() internal view returns (string memory) {
        return VM.readFile(FILE);
    }

    function id(string memory json, string memory role) internal pure returns (uint64) {
        return uint64(VM.parseUint(VM.parseJsonString(json, string.concat(".roles.", role))));
    }

    /// @notice Points every restricted function of `target`, an instance of the contract `name`, to its role.
    function assign(AccessManager manager, string memory json, string memory name, address target) internal {
        string memory at = string.concat(".functions.", name);
        if (!VM.keyExistsJson(json, at)) return;
        string[] memory signatures = VM.parseJsonKeys(json, at);
        for (uint256 i; i < signatures.length; i++) {
            string memory role = VM.parseJsonString(json, string.concat(at, "['", signatures[i], "']"));
            bytes4[] memory selectors = new bytes4[](1);
            selectors[0] = bytes4(keccak256(bytes(signatures[i])));
            manager.setTargetFunctionRole(target, selectors, id(json, role));
        }
    }

    /// @notice Gives `account` each role that lists `holder` ("HedgeTransport", "key:relayer").
    function grant(AccessManager manager, string memory json, string memory holder, address account)
        internal
    {
        string[] memory roles = VM.parseJsonKeys(json, ".holders");
        for (uint256 i; i < roles.length; i++) {
            string[] memory holders = VM.parseJsonStringArray(json, string.concat(".holders.", roles[i]));
            for (uint256 j; j < holders.length; j++) {
                if (keccak256(bytes(holders[j])) == keccak256(bytes(holder))) {
                    manager.grantRole(id(json, roles[i]), account, 0);
                }
            }
        }
    }
}
